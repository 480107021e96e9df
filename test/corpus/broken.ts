import { entry, multipart, octets, type CorpusEntry } from "./entry.ts";

export const BROKEN: readonly CorpusEntry[] = [
  entry("header without a body", octets("Subject: s", ""), { subject: "s", text: "", attachments: [] }),
  entry("an empty line alone", Buffer.from("\r\n"), { subject: "", from: null, date: null, text: "" }),
  entry("NUL octets in header and body", octets("Subject: a\0b", "", "c\0d"), { subject: "a b", text: "cd" }),
  entry("carriage returns alone", Buffer.from("Subject: s\rDate: x\r\rbody"), { date: null }),
  entry("a charset with quotes in it", octets("Content-Type: text/plain; charset='utf-8'", "", "\xc3\xa4"), {
    text: "ä",
  }),
  entry("a type that is none", octets("Content-Type: garbage", "", "x"), {
    attachments: ["attachment-1.bin application/octet-stream 1"],
  }),
  entry("type text alone", octets("Content-Type: text", "", "x"), { text: "x", attachments: [] }),
  entry(
    "a charset twice",
    octets("Content-Type: text/plain; charset=utf-8; charset=koi8-r", "", "\xc3\xa4"),
    { text: "ä" },
  ),
  entry(
    "a boundary twice",
    octets(
      "Content-Type: multipart/mixed; boundary=b; boundary=c",
      "",
      "--b",
      "",
      "one",
      "--c",
      "",
      "two",
      "--b--",
    ),
    {
      text: "one\n--c\n\ntwo",
    },
  ),
  entry(
    "a comment in the type",
    octets("Content-Type: text/plain (a; charset=koi8-r); charset=utf-8 (b)", "", "\xc3\xa4"),
    { text: "ä" },
  ),
  entry("an empty multipart", multipart("mixed"), { text: null, attachments: [] }),
  entry(
    "a multipart that names no part",
    octets("Content-Type: multipart/mixed; boundary=b", "", "only words"),
    { text: null },
  ),
  entry("a boundary in base64", multipart("mixed", ["Content-Transfer-Encoding: base64", "", "eA=="]), {
    text: "x",
  }),
  entry(
    "an attachment without a header end",
    multipart("mixed", ["", "x"], ["Content-Type: application/zip; name=a.zip"]),
    {
      text: "x",
      attachments: ["a.zip application/zip 0"],
    },
  ),
  entry(
    "disposition in capitals",
    multipart("mixed", ["", "x"], ["Content-Disposition: ATTACHMENT; FILENAME=A.TXT", "", "y"]),
    {
      attachments: ["A.TXT text/plain 1"],
    },
  ),
  entry(
    "a name without quotes that has blanks",
    multipart("mixed", ["", "x"], ["Content-Disposition: attachment; filename=my file.txt", "", "y"]),
    { attachments: ["my file.txt text/plain 1"] },
  ),
  entry(
    "a name in raw latin1",
    multipart("mixed", ["", "x"], ['Content-Type: application/zip; name="caf\u00e9.zip"', "", "y"]),
    {
      attachments: ["café.zip application/zip 1"],
    },
  ),
  entry(
    "a reserved name of Windows",
    multipart("mixed", ["", "x"], ['Content-Type: application/zip; name="LPT1.zip"', "", "y"]),
    {
      attachments: ["_LPT1.zip application/zip 1"],
    },
  ),
  entry(
    "a name turned round by a bidi override",
    multipart("mixed", ["", "x"], ['Content-Type: application/zip; name="a\u202egpj.exe"', "", "y"]),
    {
      attachments: ["a gpj.exe application/zip 1"],
    },
  ),
  entry(
    "quoted-printable that is 8bit in fact",
    octets(
      "Content-Transfer-Encoding: quoted-printable",
      "Content-Type: text/plain; charset=iso-8859-1",
      "",
      "\xe4 =E4",
    ),
    {
      text: "ä ä",
    },
  ),
  entry("base64 of nothing", ["Content-Transfer-Encoding: base64", "", "****"], { text: "" }),
  entry("transfer encoding with a semicolon behind", ["Content-Transfer-Encoding: base64;", "", "eA=="], {
    text: "x",
  }),
  entry(
    "a byte order mark before the text",
    octets("Content-Type: text/plain; charset=utf-8", "", "\xef\xbb\xbfx"),
    { text: "x" },
  ),
  entry("HTML with scripts alone", octets("Content-Type: text/html", "", "<script>alert(1)</script>"), {
    text: "",
  }),
  entry(
    "flowed within quotes",
    ["Content-Type: text/plain; format=flowed", "", "> one ", "> two", ">> three"],
    {
      text: "> one two\n>> three",
    },
  ),
  entry("flowed, signature in a quote", ["Content-Type: text/plain; format=flowed", "", "a ", "-- ", "b"], {
    text: "a \n-- \nb",
  }),
  entry(
    "flowed, delsp, Japanese",
    ["Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes", "", "日 ", "本"],
    { text: "日本" },
  ),
  entry(
    "alternatives in the wrong order",
    multipart("alternative", ["Content-Type: text/html", "", "<p>h</p>"], ["", "t"]),
    {
      text: "t",
      html: "<p>h</p>",
    },
  ),
];
