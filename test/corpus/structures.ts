import { DATE, type CorpusEntry } from "./entry.ts";

export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

function sample(
  name: string,
  lines: readonly string[] | Buffer,
  expected: CorpusEntry["expected"],
): CorpusEntry {
  return { name, raw: Buffer.isBuffer(lines) ? lines : Buffer.from(mail(DATE, ...lines)), expected };
}

function mail(...lines: string[]): string {
  return lines.join("\r\n");
}

/** One body in a charset, its octets given in latin1. */
function charset(name: string, octets: string, text: string): CorpusEntry {
  const header = mail(DATE, `Content-Type: text/plain; charset=${name}`, "", "");
  return sample(`charset ${name}`, Buffer.from(header + octets, "latin1"), { text, notices: [] });
}

function multipart(subtype: string, ...parts: (readonly string[])[]): string[] {
  const body = parts.flatMap((part) => ["--b", ...part]);
  return [`Content-Type: multipart/${subtype}; boundary="b"`, "", "preamble", ...body, "--b--", "epilogue"];
}

const PLAIN = ["Content-Type: text/plain", "", "plain words"];
const HTML = ["Content-Type: text/html", "", "<p>html <b>words</b></p>"];
const PDF = [
  "Content-Type: application/pdf; name=report.pdf",
  "Content-Transfer-Encoding: base64",
  "Content-Disposition: attachment; filename=report.pdf",
  "",
  Buffer.from("%PDF-1.4 not really").toString("base64"),
];
const PICTURE = [
  "Content-Type: image/png",
  "Content-ID: <pic@x>",
  "Content-Transfer-Encoding: base64",
  "",
  PNG.toString("base64"),
];

export const SAMPLES: readonly CorpusEntry[] = [
  sample("no MIME at all", ["Subject: s", "", "line one", "line two"], {
    subject: "s",
    text: "line one\nline two",
  }),
  sample("header only", ["Subject: s"], { subject: "s", text: "", attachments: [] }),
  sample("nothing", Buffer.alloc(0), { subject: "", text: "", notices: ["no valid date"] }),
  sample("body only", Buffer.from("\r\nwords"), { text: "words", notices: ["no valid date"] }),
  sample("no date", Buffer.from("Subject: s\r\n\r\nx"), { notices: ["no valid date"] }),
  sample("wrong date", Buffer.from("Date: soon\r\n\r\nx"), { notices: ["no valid date"] }),
  sample("HTML alone", HTML, { text: "html words", html: "<p>html <b>words</b></p>" }),
  sample("alternatives", multipart("alternative", PLAIN, HTML), {
    text: "plain words",
    html: "<p>html <b>words</b></p>",
    attachments: [],
  }),
  sample("an attachment", multipart("mixed", PLAIN, PDF), {
    text: "plain words",
    html: null,
    attachments: ["report.pdf application/pdf 19"],
  }),
  sample("a footer beside HTML", multipart("mixed", HTML, ["", "a <footer> & more"]), {
    text: "a <footer> & more",
    html: '<p>html <b>words</b></p>\n<div style="white-space: pre-wrap">a &lt;footer&gt; &amp; more</div>',
  }),
  sample(
    "a picture inside the HTML",
    multipart("related", ["Content-Type: text/html", "", '<img src="cid:pic@x">'], PICTURE),
    { attachments: ["attachment-1.png image/png 70 inline"] },
  ),
  sample("a picture that the HTML does not show", multipart("related", HTML, PICTURE), {
    attachments: ["attachment-1.png image/png 70"],
  }),
  sample(
    "a forwarded message",
    multipart("mixed", PLAIN, ["Content-Type: message/rfc822", "", "Subject: inner", "", "inner"]),
    {
      text: "plain words",
      attachments: ["message-1.eml message/rfc822 23"],
    },
  ),
  sample(
    "a delivery report",
    multipart("report; report-type=delivery-status", PLAIN, [
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx",
    ]),
    { text: "plain words", attachments: ["attachment-1.txt message/delivery-status 22"] },
  ),
  sample("a digest", multipart("digest", ["", "Subject: one", "", "1"], ["", "Subject: two", "", "2"]), {
    attachments: ["message-1.eml message/rfc822 17", "message-2.eml message/rfc822 17"],
  }),
  sample(
    "an invitation",
    multipart("alternative", PLAIN, ["Content-Type: text/calendar; method=REQUEST", "", "BEGIN:VCALENDAR"]),
    { text: "plain words", attachments: ["attachment-1.ics text/calendar 15"] },
  ),
  sample(
    "a text that is an attachment",
    multipart("mixed", PLAIN, ["Content-Disposition: attachment; filename=n.txt", "", "notes"]),
    {
      text: "plain words",
      attachments: ["n.txt text/plain 5"],
    },
  ),
  sample(
    "a named text behind the body",
    multipart("mixed", PLAIN, ["Content-Type: text/plain; name=n.txt", "", "notes"]),
    {
      text: "plain words",
      attachments: ["n.txt text/plain 5"],
    },
  ),
  sample("a body that has a name", ["Content-Type: text/plain; name=body.txt", "", "words"], {
    text: "words",
    attachments: [],
  }),
  sample(
    "quoted-printable",
    ["Content-Transfer-Encoding: quoted-printable", "", "a=C3=A4 =3D soft=", "break trailing   ", "end=2"],
    {
      text: "aä = softbreak trailing\nend=2",
    },
  ),
  sample(
    "base64 with garbage and inner padding",
    ["Content-Transfer-Encoding: BASE64", "", "YQ==YmM=", "!!ZGVm", "Zw"],
    { text: "abcdefg" },
  ),
  sample("an encoding that is none", ["Content-Transfer-Encoding: rot13", "", "uryyb"], { text: "uryyb" }),
  sample("dots at line starts", ["", ".", "..", ".x"], { text: ".\n..\n.x" }),
  sample(
    "format=flowed",
    [
      "Content-Type: text/plain; format=flowed",
      "",
      "one ",
      "two",
      "> quote ",
      "> more",
      " >not quoted",
      "-- ",
      "me",
    ],
    {
      text: "one two\n> quote more\n>not quoted\n-- \nme",
    },
  ),
  sample("format=flowed, delsp", ["Content-Type: text/plain; format=flowed; delsp=yes", "", "on ", "e"], {
    text: "one",
  }),
  charset("utf-8", "gr\xc3\xbc\xc3\x9fe", "grüße"),
  charset("us-ascii", "caf\xe9", "café"),
  charset("iso-8859-1", "caf\xe9", "café"),
  charset("iso-8859-15", "5 \xa4", "5 €"),
  charset("windows-1252", "\x93x\x94 \x80", "“x” €"),
  charset("windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"),
  charset("koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
  charset("iso-2022-jp", "\x1b$BF|K\\\x1b(B", "日本"),
  charset("shift_jis", "\x93\xfa\x96\x7b", "日本"),
  charset("euc-jp", "\xc6\xfc\xcb\xdc", "日本"),
  charset("euc-kr", "\xc7\xd1\xb1\xdb", "한글"),
  charset("gb2312", "\xc4\xe3\xba\xc3", "你好"),
  charset("gb18030", "\xc4\xe3\xba\xc3", "你好"),
  charset("big5", "\xa7\x41\xa6\x6e", "你好"),
  charset("utf-7", "a+AOQ-b", "aäb"),
  charset("utf-16le", "a\x00b\x00", "ab"),
  charset("windows-1256", "\xe3\xd1\xcd\xc8\xc7", "مرحبا"),
  sample("an unknown charset", ["Content-Type: text/plain; charset=x-martian", "", "grüße"], {
    text: "grüße",
    notices: ["unknown charset x-martian: read as a guess"],
  }),
  sample(
    "HTML that names its charset itself",
    Buffer.from(mail(DATE, "Content-Type: text/html", "", '<meta charset="koi8-r">\xf0'), "latin1"),
    {
      text: "П",
    },
  ),
  sample("no boundary parameter", ["Content-Type: multipart/mixed", "", "words"], {
    text: "words",
    notices: ["a multipart does not say where its parts begin"],
  }),
  sample("no closing boundary", ["Content-Type: multipart/mixed; boundary=b", "", "--b", "", "words"], {
    text: "words",
    notices: ["the message ends before its last part does"],
  }),
  sample(
    "an outer boundary ends inner parts",
    [
      "Content-Type: multipart/mixed; boundary=o",
      "",
      "--o",
      "Content-Type: multipart/alternative; boundary=i",
      "",
      "--i",
      "",
      "inner",
      "--o",
      "",
      "outer",
      "--o--",
    ],
    {
      text: "inner\nouter",
      notices: [],
    },
  ),
  sample(
    "a boundary that another one begins with",
    [
      "Content-Type: multipart/mixed; boundary=x",
      "",
      "--x",
      "Content-Type: multipart/mixed; boundary=xx",
      "",
      "--xx",
      "",
      "in",
      "--xx--",
      "--x",
      "",
      "out",
      "--x--",
    ],
    {
      text: "in\nout",
      notices: [],
    },
  ),
  sample("dashes that are no boundary", multipart("mixed", ["", "--", "--bb", "-- b", "--b-"]), {
    text: "--\n--bb\n-- b\n--b-",
  }),
  sample(
    "a part without header end",
    [
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain",
      "--b",
      "",
      "x",
      "--b--",
    ],
    { text: "\nx" },
  ),
  sample(
    "boundary with blanks behind",
    ["Content-Type: multipart/mixed; boundary=b", "", "--b  ", "", "x", "--b-- \t"],
    { text: "x", notices: [] },
  ),
  sample(
    "bare line feeds",
    Buffer.from(`${DATE}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n`),
    { text: "x\ny" },
  ),
  sample(
    "a file name in pieces",
    multipart("mixed", [
      "Content-Type: application/zip",
      "Content-Disposition: attachment; filename*0*=UTF-8''%e2%82%ac%20;",
      " filename*1*=rates; filename*2=.zip",
      "",
      "x",
    ]),
    {
      attachments: ["€ rates.zip application/zip 1"],
    },
  ),
  sample(
    "a file name in encoded words",
    multipart("mixed", ['Content-Type: application/zip; name="=?utf-8?Q?=C3=A4.zip?="', "", "x"]),
    {
      attachments: ["ä.zip application/zip 1"],
    },
  ),
  sample(
    "a file name that climbs",
    multipart("mixed", ['Content-Type: application/zip; name="..\\\\..\\\\etc/passwd"', "", "x"]),
    {
      attachments: ["passwd application/zip 1"],
    },
  ),
  sample("two subjects", ["Subject: one", "Subject: two", "", "x"], {
    subject: "one",
    notices: ["more than one Subject: the first one counts"],
  }),
  sample("emoji and right-to-left", ["Subject: =?utf-8?B?8J+YgCDZhdix2K3YqNin?=", "", "x"], {
    subject: "😀 مرحبا",
  }),
];
