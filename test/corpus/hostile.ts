export interface HostileMessage {
  readonly name: string;
  readonly raw: Buffer;
}

/** Messages made to cost time or memory: each is legal enough to be delivered. */
export function hostileMessages(): HostileMessage[] {
  return [
    html("200,000 line breaks", "<br>".repeat(200_000)),
    html("5,000 nested bold elements", "<b>".repeat(5000)),
    html("5,000 nested tables", "<table><tr><td>".repeat(5000)),
    html("500,000 open tags", "<".repeat(500_000)),
    html("100,000 comments", "<!--".repeat(100_000)),
    html("a tag with 200,000 attributes", `<a ${"x ".repeat(200_000)}>`),
    html("40,000 declarations in a style", `<p style="${"color:red;".repeat(40_000)}">`),
    html("50,000 parentheses in a style", `<p style="width:${"calc(".repeat(50_000)}">`),
    html("20,000 links that mislead", '<a href="https://evil.example/">https://bank.com/</a>'.repeat(20_000)),
    html(
      "a link around a megabyte of words",
      `<a href="https://x.example/">${"bank.com ".repeat(100_000)}</a>`,
    ),
    html("20,000 entities in nested elements", "<i>&amp;".repeat(20_000)),
    { name: "a header line of a megabyte", raw: Buffer.from(`Subject: ${"x".repeat(1_000_000)}\r\n\r\nx`) },
    {
      name: "a megabyte of encoded words",
      raw: Buffer.from(`Subject: ${"=?utf-8?Q?=C3?= ".repeat(60_000)}\r\n\r\nx`),
    },
    { name: "100,000 addresses", raw: Buffer.from(`To: ${"a@x.example, ".repeat(100_000)}\r\n\r\nx`) },
    { name: "50,000 fields", raw: Buffer.from(`${"X: y\r\n".repeat(50_000)}\r\nx`) },
    { name: "parentheses in an address", raw: Buffer.from(`From: ${"(".repeat(200_000)}\r\n\r\nx`) },
    {
      name: "20,000 parameters",
      raw: Buffer.from(`Content-Type: text/plain${"; a*0*=x".repeat(20_000)}\r\n\r\nx`),
    },
    { name: "3,000 nested parts", raw: nested(3000) },
    { name: "10,000 sibling parts", raw: siblings(10_000) },
    {
      name: "a megabyte of lines that may be boundaries",
      raw: Buffer.concat([opening(), Buffer.from("--bb\r\n".repeat(170_000))]),
    },
    { name: "a megabyte of dashes", raw: Buffer.concat([opening(), Buffer.from("-".repeat(1_000_000))]) },
    { name: "300,000 beginnings of uuencode", raw: Buffer.from(`\r\n${"begin 644 a\r\n".repeat(80_000)}`) },
    {
      name: "10,000 uuencoded files",
      raw: Buffer.from(`\r\n${"begin 644 a\r\n#86)C\r\n`\r\nend\r\n".repeat(10_000)}`),
    },
    {
      name: "a calendar of 20,000 events",
      raw: Buffer.from(
        `Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n${"BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(9000)}END:VCALENDAR`,
      ),
    },
    {
      name: "a calendar nested 5,000 deep",
      raw: Buffer.from(`Content-Type: text/calendar\r\n\r\n${"BEGIN:VCALENDAR\r\n".repeat(5000)}`),
    },
  ];
}

function html(name: string, body: string): HostileMessage {
  return { name, raw: Buffer.from(`Content-Type: text/html\r\n\r\n${body}`) };
}

function opening(): Buffer {
  return Buffer.from("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n");
}

function nested(depth: number): Buffer {
  const parts = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  );
  return Buffer.from(`${parts.join("")}\r\nx`);
}

function siblings(count: number): Buffer {
  const part = "--b\r\nContent-Type: application/x\r\n\r\nx\r\n";
  return Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(count)}--b--`);
}
