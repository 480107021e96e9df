import { entry, octets, type CorpusEntry } from "./entry.ts";

/** A subject and how it reads. */
function subject(name: string, written: string, expected: string): CorpusEntry {
  return entry(`subject: ${name}`, octets(`Subject: ${written}`, "", "x"), { subject: expected, text: "x" });
}

function from(name: string, written: string, expected: string | null): CorpusEntry {
  return entry(`from: ${name}`, octets(`From: ${written}`, "", "x"), { from: expected });
}

function to(name: string, written: string, expected: readonly string[]): CorpusEntry {
  return entry(`to: ${name}`, octets(`To: ${written}`, "", "x"), { to: expected });
}

export const HEADERS: readonly CorpusEntry[] = [
  subject("two words beside each other", "=?utf-8?B?w6Q=?= =?utf-8?B?w7Y=?=", "äö"),
  subject("a word and text", "=?utf-8?Q?=C3=A4?= and text", "ä and text"),
  subject("words over two lines", "=?utf-8?Q?one?=\r\n =?utf-8?Q?two?=", "onetwo"),
  subject("a character cut between two B words", "=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"),
  subject("a character cut between two Q words", "=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A4?=", "ä"),
  subject("a character cut between a Q and a B word", "=?utf-8?Q?=E2=82?= =?utf-8?B?rA==?=", "€"),
  subject("a quantum of base64 cut between two words", "=?utf-8?B?w6?= =?utf-8?B?Q=?=", "ä"),
  subject("an emoji cut in four", "=?utf-8?Q?=F0?= =?utf-8?Q?=9F?= =?utf-8?Q?=98?= =?utf-8?Q?=80?=", "😀"),
  subject("two charsets beside each other", "=?utf-8?B?w6Q=?= =?iso-8859-1?Q?=F6?=", "äö"),
  subject(
    "a Japanese text cut with its escapes",
    "=?iso-2022-jp?B?GyRCRnwbKEI=?= =?iso-2022-jp?B?GyRCS1wbKEI=?=",
    "日本",
  ),
  subject("a Chinese character cut", "=?gb2312?B?xOO6?= =?gb2312?B?ww==?=", "你好"),
  subject("Q with spaces in it", "=?utf-8?Q?a b?= c", "a b c"),
  subject("Q with a question mark in it", "=?utf-8?Q?why? not?=", "why? not"),
  subject("Q with underscores", "=?iso-8859-1?Q?a=5Fb_c?=", "a_b c"),
  subject("Q with lower-case hexadecimal", "=?utf-8?q?=c3=a4?=", "ä"),
  subject("Q with a stray equals sign", "=?utf-8?Q?1=3D1, 2=2?=", "1=1, 2=2"),
  subject("B without padding", "=?utf-8?B?w6Q?=", "ä"),
  subject("B with blanks in it", "=?utf-8?B?w6Qg w7Y=?=", "ä ö"),
  subject("a language tag", "=?utf-8*en?Q?=C3=A4?=", "ä"),
  subject("an unknown charset, UTF-8 in fact", "=?x-martian?Q?=C3=A4?=", "ä"),
  subject("an unknown charset, nothing in fact", "=?x-martian?Q?=E4?=", "ä"),
  subject("said to be ASCII", "=?us-ascii?Q?=C3=A4?=", "ä"),
  subject("the wrong charset: UTF-8 that is latin1", "=?utf-8?Q?=E4?=", "ä"),
  subject("an encoding that is none", "=?utf-8?X?x?=", "=?utf-8?X?x?="),
  subject("a word that does not end", "=?utf-8?Q?open", "=?utf-8?Q?open"),
  subject("a word that does not end before one that does", "=?utf-8?Q?a =?utf-8?Q?b?=", "=?utf-8?Q?a b"),
  subject("an empty word", "=?utf-8?Q??=x", "x"),
  subject("a word glued to text", "a=?utf-8?Q?b?=c", "abc"),
  subject("no words, an equals sign", "1+1=2?=3", "1+1=2?=3"),
  subject("raw UTF-8", "Gr\xc3\xbc\xc3\x9fe", "Grüße"),
  subject("raw windows-1252", "caf\xe9 \x96 5 \x80", "café – 5 €"),
  subject("raw ISO-2022-JP", "\x1b$BF|K\\\x1b(B", "日本"),
  subject("a line break hidden in a word", "=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"),
  subject("a bidi override hidden in a word", "=?utf-8?Q?a=E2=80=AEb?=", "a b"),
  subject("folded with a tab", "one\r\n\ttwo", "one two"),
  subject("folded with an empty line of blanks", "one\r\n \r\n two", "one  two"),
  subject("folded with bare line feeds", "one\n two", "one two"),
  subject("folded at once", "\r\n one", "one"),
  subject("empty", "", ""),
  from("name and address", "Jane Doe <jane@example.org>", "Jane Doe <jane@example.org>"),
  from("quoted name with a comma", '"Doe, Jane" <jane@example.org>', "Doe, Jane <jane@example.org>"),
  from(
    "escaped quotes",
    String.raw`"Jane \"JD\" Doe" <jane@example.org>`,
    'Jane "JD" Doe <jane@example.org>',
  ),
  from("address alone", "jane@example.org", "<jane@example.org>"),
  from("comment as name", "jane@example.org (Jane Doe)", "Jane Doe <jane@example.org>"),
  from("encoded name", "=?utf-8?Q?J=C3=BCrgen?= <j@example.org>", "Jürgen <j@example.org>"),
  from("encoded name with a comma in it", "=?utf-8?Q?Doe=2C_J?= <j@example.org>", "Doe, J <j@example.org>"),
  from("an encoded word in quotes", '"=?utf-8?Q?J=C3=BCrgen?=" <j@example.org>', "Jürgen <j@example.org>"),
  from("raw UTF-8 name and address", "J\xc3\xbc <j\xc3\xbc@ex\xc3\xa4mple.org>", "Jü <jü@exämple.org>"),
  from("IDN in punycode", "A <a@xn--bcher-kva.example>", "A <a@xn--bcher-kva.example>"),
  from(
    "a name that looks like an address",
    '"ceo@bank.example" <x@evil.example>',
    "ceo@bank.example <x@evil.example>",
  ),
  from(
    "an encoded address inside a word",
    "=?utf-8?Q?a@b.example_=3Cx=3E?= <y@evil.example>",
    "a@b.example <x> <y@evil.example>",
  ),
  from("empty brackets", "MAILER-DAEMON <>", "MAILER-DAEMON <>"),
  from("no closing bracket", "Jane <jane@example.org", "Jane <jane@example.org>"),
  from("words without an address", "somebody", "somebody <>"),
  from("a route", "Jane <@relay.example:jane@example.org>", "Jane <jane@example.org>"),
  from("nothing", "", null),
  from("a dot in the name", "J. R. Doe <j@example.org>", "J. R. Doe <j@example.org>"),
  from("a quoted local part", '"jane doe"@example.org', '<"jane doe"@example.org>'),
  to("two", "a@example.org, B <b@example.org>", ["<a@example.org>", "B <b@example.org>"]),
  to("a group", "friends: a@example.org, b@example.org;", ["<a@example.org>", "<b@example.org>"]),
  to("an empty group", "undisclosed-recipients:;", ["undisclosed-recipients <>"]),
  to("a group between others", "a@x.example, g: b@x.example;, c@x.example", [
    "<a@x.example>",
    "<b@x.example>",
    "<c@x.example>",
  ]),
  to("semicolons, as Outlook wrote them", "a@x.example; b@x.example", ["<a@x.example>", "<b@x.example>"]),
  to("empty places", "a@x.example,, ,b@x.example,", ["<a@x.example>", "<b@x.example>"]),
  to("folded", "a@x.example,\r\n\tB C <b@x.example>", ["<a@x.example>", "B C <b@x.example>"]),
  entry("field names in capitals", octets("SUBJECT: s", "FROM: a@x.example", "", "x"), {
    subject: "s",
    from: "<a@x.example>",
  }),
  entry("a blank before the colon", octets("Subject : s", "", "x"), { subject: "s" }),
  entry(
    "an mbox line in front",
    Buffer.from("From a@x Tue Jul  1 10:52:37 2003\nSubject: s\nDate: Tue, 1 Jul 2003 10:52:37 +0200\n\nx"),
    {
      subject: "s",
      text: "x",
      date: "2003-07-01T08:52:37.000Z",
    },
  ),
  entry("two senders' fields", octets("From: good@x.example", "From: evil@y.example", "", "x"), {
    from: "<good@x.example>",
    notices: ["more than one From: the first one counts"],
  }),
  entry("two dates", octets("Date: Wed, 2 Jul 2003 10:52:37 +0200", "", "x"), {
    date: "2003-07-01T08:52:37.000Z",
    notices: ["more than one Date: the first one counts"],
  }),
  entry("no sender at all", octets("Subject: s", "", "x"), { from: null, subject: "s" }),
];
