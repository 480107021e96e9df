import { armed, type Canary } from "../canary.ts";
import { mail, mailTheme, type MakeMail } from "../hostile-mail.ts";

interface Part {
  readonly type: string;
  readonly body: string;
  readonly fields?: readonly string[];
}

/** A multipart mail of which the naive reader shows one part under the type that the mail gives it. */
function structure(subtype: string, parts: readonly Part[], shown = parts.length - 1, as?: string): MakeMail {
  return (canary) => {
    const written = parts.map(({ type, body, fields = [] }) =>
      [`Content-Type: ${type}`, ...fields, "", armed(body, canary)].join("\r\n"),
    );
    const raw = mail(
      [`Content-Type: multipart/${subtype}; boundary=b`],
      `${written.map((part) => `--b\r\n${part}\r\n`).join("")}--b--\r\n`,
    );
    const { type = "text/html", body = "" } = parts[shown] ?? {};
    return { raw, naive: { contentType: as ?? type, body: Buffer.from(armed(body, canary)) } };
  };
}

/** A body that is the whole mail. */
function single(type: string, body: string, as = type): MakeMail {
  return (canary) => {
    const made = Buffer.from(armed(body, canary));
    return { raw: mail([`Content-Type: ${type}`], made), naive: { contentType: as, body: made } };
  };
}

const SCRIPT = "<script>RUN</script><img src=HTTP/part>";
const HTML: Part = { type: "text/html", body: SCRIPT };
const TEXT: Part = { type: "text/plain", body: "words" };
const SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><image href='HTTP/svg'/></svg>";
const XHTML = "<html xmlns='http://www.w3.org/1999/xhtml'><body><script>RUN</script></body></html>";
const XSLT = `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><d xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"><script>RUN</script><xsl:stylesheet id="s" version="1.0"/></d>`;
const named = (name: string, disposition = "attachment") => [
  `Content-Disposition: ${disposition}; filename="${name}"`,
];
const cid = ["Content-ID: <x@sender.example>"];
const SHOWN: Part = {
  type: "text/html",
  body: '<img src="cid:x@sender.example"><iframe src="cid:x@sender.example"></iframe>',
};
const related = (type: string, body: string) =>
  structure("related", [SHOWN, { type, body, fields: [...cid, ...named("x.png", "inline")] }]);

export const STRUCTURES = mailTheme("mime", "MIME structures and types", [
  single("text/html", SCRIPT),
  single("TEXT/HTML", SCRIPT),
  single("text/html;", SCRIPT),
  single("text /html", SCRIPT, "text/html"),
  single("text/html\u0000", SCRIPT, "text/html"),
  single("text/html, text/plain", SCRIPT, "text/html"),
  single("text/html (text/plain)", SCRIPT, "text/html"),
  single("text/plain\r\nContent-Type: text/html", SCRIPT, "text/html"),
  single("text/html\r\nContent-Type: text/plain", SCRIPT, "text/html"),
  single("text/plain", SCRIPT, "text/html"),
  single("text/x-html", SCRIPT, "text/html"),
  single("text", SCRIPT, "text/html"),
  single("", SCRIPT, "text/html"),
  single("application/xhtml+xml", XHTML),
  single("application/xml", XHTML),
  single("text/xml", XHTML),
  single("text/xml", XSLT),
  single("application/xslt+xml", XHTML, "text/xml"),
  single("image/svg+xml", SVG),
  single("application/mathml+xml", XHTML),
  single("application/rss+xml", XHTML, "text/xml"),
  single("text/enriched", SCRIPT, "text/html"),
  single("text/richtext", SCRIPT, "text/html"),
  single("text/markdown", `[x](javascript:RUN)\n\n${SCRIPT}`, "text/html"),
  single(
    "text/calendar",
    `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:${SCRIPT}\r\nURL:javascript:RUN\r\nEND:VEVENT\r\nEND:VCALENDAR`,
    "text/html",
  ),
  single("text/vcard", `BEGIN:VCARD\r\nFN:${SCRIPT}\r\nPHOTO;VALUE=uri:HTTP/photo\r\nEND:VCARD`, "text/html"),
  single("multipart/alternative", SCRIPT, "text/html"),
  single("multipart/x-mixed-replace; boundary=b", `--b\r\nContent-Type: text/html\r\n\r\n${SCRIPT}\r\n--b--`),
  single('message/external-body; access-type=url; url="http://sender.example/"', SCRIPT, "text/html"),
  single("message/partial; id=a; number=1; total=2", SCRIPT, "text/html"),
  single("message/http", `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${SCRIPT}`, "text/html"),
  single("message/rfc822", `Content-Type: text/html\r\n\r\n${SCRIPT}`, "text/html"),
  single(
    "message/rfc822",
    `Content-Type: message/rfc822\r\n\r\nContent-Type: text/html\r\n\r\n${SCRIPT}`,
    "text/html",
  ),
  structure("alternative", [TEXT, HTML]),
  structure("alternative", [HTML, TEXT], 0),
  structure("alternative", [TEXT, HTML, HTML]),
  structure("alternative", [TEXT, { type: "text/x-amp-html", body: SCRIPT }], 1, "text/html"),
  structure("mixed", [TEXT, HTML]),
  structure("mixed", [HTML, { type: "text/html", body: "</div></body></html><script>RUN</script>" }]),
  structure(
    "mixed",
    [
      { type: "text/html", body: "<p title='" },
      { type: "text/plain", body: `'>${SCRIPT}` },
    ],
    1,
    "text/html",
  ),
  structure("mixed", [
    { type: "text/html", body: "<!--" },
    { type: "text/html", body: `-->${SCRIPT}` },
  ]),
  structure("mixed", [TEXT, { type: "text/html", body: SCRIPT, fields: named("notes.txt") }]),
  structure(
    "mixed",
    [TEXT, { type: "text/plain", body: SCRIPT, fields: named("notes.html") }],
    1,
    "text/html",
  ),
  structure(
    "mixed",
    [TEXT, { type: "application/octet-stream", body: SCRIPT, fields: named("a.htm") }],
    1,
    "text/html",
  ),
  structure("mixed", [TEXT, { type: "image/png", body: SCRIPT, fields: named("a.png") }], 1, "text/html"),
  structure(
    "mixed",
    [TEXT, { type: "image/gif", body: `GIF89a/*${SCRIPT}`, fields: named("a.gif", "inline") }],
    1,
    "text/html",
  ),
  structure("mixed", [TEXT, { type: "image/svg+xml", body: SVG, fields: named("a.svg", "inline") }]),
  structure("mixed", [TEXT, { type: "image/svg+xml", body: SVG, fields: named("a.svg") }]),
  structure(
    "mixed",
    [TEXT, { type: "application/pdf", body: SCRIPT, fields: named("a.pdf", "inline") }],
    1,
    "text/html",
  ),
  structure(
    "mixed",
    [TEXT, { type: "application/x-shockwave-flash", body: SCRIPT, fields: named("a.swf") }],
    1,
    "text/html",
  ),
  structure("mixed", [TEXT, { type: "text/javascript", body: "RUN", fields: named("a.js") }, HTML]),
  structure(
    "mixed",
    [TEXT, { type: "application/hta", body: SCRIPT, fields: named("a.hta") }],
    1,
    "text/html",
  ),
  structure(
    "mixed",
    [TEXT, { type: "application/x-msdownload", body: SCRIPT, fields: named("a.html.exe") }],
    1,
    "text/html",
  ),
  structure("mixed", [
    TEXT,
    {
      type: "application/internet-shortcut",
      body: "[InternetShortcut]\r\nURL=HTTP/",
      fields: named("a.url"),
    },
    HTML,
  ]),
  structure("mixed", [
    TEXT,
    { type: "text/html; name=a.txt", body: SCRIPT, fields: ["Content-Location: HTTP/location"] },
  ]),
  related("image/svg+xml", SVG),
  related("text/html", SCRIPT),
  related("application/xhtml+xml", XHTML),
  related("text/xml", XHTML),
  structure(
    "related",
    [
      { type: "text/html", body: '<iframe src="cid:x@sender.example"></iframe>' },
      { type: "image/png", body: SCRIPT, fields: cid },
    ],
    1,
    "text/html",
  ),
  structure('related; type="text/html"; start="<x@sender.example>"', [TEXT, { ...HTML, fields: cid }]),
  structure(
    "related",
    [
      {
        type: "text/html",
        body: '<img src="cid:a%0d%0aX: y"><img src="cid:\'><script>RUN</script>"><script>RUN</script>',
      },
      { type: "image/png", body: "x", fields: ["Content-ID: <'><script>RUN</script>>"] },
    ],
    0,
  ),
  structure(
    "related",
    [{ type: "text/html", body: '<img src="mid:x@sender.example/y"><img src="HTTP/mid">' }, TEXT],
    0,
  ),
  structure(
    "digest",
    [{ type: "message/rfc822", body: `Content-Type: text/html\r\n\r\n${SCRIPT}` }],
    0,
    "text/html",
  ),
  structure(
    "report",
    [TEXT, { type: "message/delivery-status", body: `Diagnostic-Code: smtp; ${SCRIPT}` }],
    1,
    "text/html",
  ),
  structure("signed; protocol=x", [HTML, { type: "application/pgp-signature", body: "x" }], 0),
  structure("encrypted; protocol=x", [{ type: "application/pgp-encrypted", body: "Version: 1" }, HTML]),
  structure("appledouble", [{ type: "application/applefile", body: "x" }, HTML]),
  structure("form-data", [{ ...HTML, fields: named("a.html", "form-data") }]),
  (canary) => nested(canary, 60),
  (canary) => manyParts(canary, 10_000),
  (canary) => unclosed(canary),
]);

function nested(canary: Canary, depth: number) {
  const html = armed(SCRIPT, canary);
  const open = Array.from(
    { length: depth },
    (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  );
  const raw = mail(
    ["Content-Type: multipart/mixed; boundary=b0"],
    `${open.join("")}--b${depth}\r\nContent-Type: text/html\r\n\r\n${html}\r\n`,
  );
  return { raw, naive: { contentType: "text/html", body: Buffer.from(html) } };
}

function manyParts(canary: Canary, count: number) {
  const part = `--b\r\nContent-Type: text/html\r\n\r\n${armed(SCRIPT, canary)}\r\n`;
  const raw = mail(["Content-Type: multipart/mixed; boundary=b"], `${part.repeat(count)}--b--\r\n`);
  return { raw, naive: { contentType: "text/html", body: Buffer.from(armed(SCRIPT, canary)) } };
}

function unclosed(canary: Canary) {
  const html = armed(`<p>words</p>${SCRIPT}<a title="`, canary);
  const raw = mail(
    ["Content-Type: multipart/mixed; boundary=b"],
    `--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b\r\nContent-Type: text/html\r\n\r\n"${html}`,
  );
  return { raw, naive: { contentType: "text/html", body: Buffer.from(html) } };
}
