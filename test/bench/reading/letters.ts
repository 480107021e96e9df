const LINE = `${"QUJD".repeat(19)}\r\n`;

/** Text and HTML of some 80 kB, as shops send them. */
export function newsletter(subject: string): Buffer {
  const row = `<tr><td style="padding: 10px; color: #333"><a href="https://shop.example/1">An offer</a><img src="https://shop.example/1.png" width="20"></td></tr>`;
  const html = `<html><body><table>${row.repeat(400)}</table></body></html>`;
  return Buffer.from(
    [
      `Subject: ${subject}`,
      "From: Shop <news@shop.example>",
      "Date: Tue, 1 Jul 2003 10:52:37 +0200",
      "MIME-Version: 1.0",
      "Content-Type: multipart/alternative; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "An offer, one of many.\r\n".repeat(400),
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(html).toString("base64").replace(/.{76}/g, "$&\r\n"),
      "--b--",
      "",
    ].join("\r\n"),
  );
}

/** A text of five kilobytes that begins with the subject. */
export function plainLetter(subject: string): Buffer {
  return Buffer.from([...head(subject), "Content-Type: text/plain", "", words(subject)].join("\r\n"));
}

/** The same with a file behind it, of so many octets as it is sent. */
export function withFile(subject: string, octets: number): Buffer {
  const front = [
    ...head(subject),
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    words(subject),
    "--b",
    'Content-Type: application/octet-stream; name="recording.bin"',
    "Content-Transfer-Encoding: base64",
    'Content-Disposition: attachment; filename="recording.bin"',
    "",
    "",
  ].join("\r\n");
  const lines = Math.max(1, Math.floor((octets - front.length) / LINE.length));
  return Buffer.concat([
    Buffer.from(front),
    Buffer.alloc(lines * LINE.length, LINE),
    Buffer.from("--b--\r\n"),
  ]);
}

function head(subject: string): string[] {
  return [`Subject: ${subject}`, "From: a@example.org", "MIME-Version: 1.0"];
}

function words(subject: string): string {
  return `This is the text of ${subject}.\r\n${"Some words of a letter, and some more of them.\r\n".repeat(100)}`;
}
