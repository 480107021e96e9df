import type { Dialogue } from "../dialogue.ts";
import { gone, maildrop, on, reads, refusedWith, retr, sends, signedIn, top, withBareLf } from "../turns.ts";

const SIGNED_IN = signedIn("USER");
const EVERY_OCTET = String.fromCharCode(...Array.from({ length: 256 }, (_, octet) => octet));
const LONG_LINE = `${"x".repeat(100_000)}\r\n`;
const HEADER = "Subject: a\r\n\r\n";

/** RETR and TOP: a message comes out as it went in. */
export const RETRIEVAL: readonly Dialogue[] = [
  {
    name: "a message, and what follows it",
    source: "RFC 1939 §3: CRLF . CRLF ends a response, wherever packets end",
    risks: ["a terminator split over packets", "+OK split over packets", "one octet at a time"],
    connections: [[...SIGNED_IN, sends(1, `${HEADER}b\r\n`, "+OK 17 octets")]],
    steps: [retr(1, `${HEADER}b\r\n`)],
    hides: ["Subject: a"],
  },
  {
    name: "dots at the start of lines",
    source: "RFC 1939 §3: dot-stuffing",
    risks: ["dot-stuffing"],
    connections: [[...SIGNED_IN, sends(1, "..\r\n...a\r\nb.\r\n..c\r\n....\r\n")]],
    steps: [retr(1, ".\r\n..a\r\nb.\r\n.c\r\n...\r\n")],
  },
  {
    name: "a message of dots alone",
    source: "RFC 1939 §3: dot-stuffing",
    risks: ["dot-stuffing", "a packet that holds only a dot"],
    connections: [[...SIGNED_IN, sends(1, "..\r\n..\r\n..\r\n")]],
    steps: [retr(1, ".\r\n.\r\n.\r\n")],
  },
  {
    name: "a packet that holds only a dot in mid-message",
    source: "node-pop3 truncates and reports success",
    risks: ["a packet that holds only a dot"],
    connections: [
      [
        ...SIGNED_IN,
        { expect: "RETR 1", send: "+OK\r\none\r\n" },
        { send: "." },
        { send: ".two\r\nthree" },
        { send: "." },
        { send: "\r\nfour\r\n.\r\n" },
      ],
    ],
    steps: [retr(1, "one\r\n.two\r\nthree.\r\nfour\r\n")],
  },
  {
    name: "every octet there is",
    source: "8-bit octets and NUL kept exactly",
    risks: ["8-bit octets and NUL"],
    connections: [[...SIGNED_IN, sends(1, `${EVERY_OCTET}\r\n`)]],
    steps: [retr(1, `${EVERY_OCTET}\r\n`)],
  },
  {
    name: "a bare-LF dot line inside a message with CRLF",
    source: "poplib loses step, mpop truncates",
    risks: ["a bare-LF dot line inside a CRLF message", "each response has its own line ending"],
    connections: [[...SIGNED_IN, sends(1, "a\n.\nb\r\n.\n\r\nc\r\n")]],
    steps: [retr(1, "a\n.\nb\r\n\n\r\nc\r\n")],
  },
  {
    name: "bare CR and CR CR LF inside a message",
    source: "mail that went through a text-mode transfer",
    risks: ["a bare-LF dot line inside a CRLF message"],
    connections: [[...SIGNED_IN, sends(1, "a\r.\rb\r\r\n..\r\rc\r\n")]],
    steps: [retr(1, "a\r.\rb\r\r\n.\r\rc\r\n")],
  },
  {
    name: "a line of a hundred kilobytes",
    source: "poplib refuses lines over 2,048 octets",
    risks: ["a body line of 100 kB"],
    connections: [[...SIGNED_IN, { ...sends(1, `${LONG_LINE}end\r\n`), chunking: 1_009 }]],
    steps: [retr(1, `${LONG_LINE}end\r\n`)],
  },
  {
    name: "an empty message",
    source: "yapople makes it a dot, curl a line",
    risks: ["an empty message"],
    connections: [[...SIGNED_IN, sends(1, "")]],
    steps: [retr(1, "")],
  },
  {
    name: "a message of one empty line",
    source: "no header, no body",
    risks: ["an empty message"],
    connections: [[...SIGNED_IN, sends(1, "\r\n")]],
    steps: [retr(1, "\r\n")],
  },
  {
    name: "a server that ends every line with bare LF",
    source: "node-pop3, yapople and curl hang",
    risks: ["a server that ends every line with bare LF", "LF only"],
    connections: [withBareLf([...SIGNED_IN, ...maildrop([9, "a"]), sends(1, "..a\r\nb\r\n\r\nc\r\n")])],
    steps: [reads([[9, "a"]]), retr(1, ".a\nb\n\nc\n")],
  },
  {
    name: "one response with bare LF among others with CRLF",
    source: "a proxy that writes some replies itself",
    risks: ["each response has its own line ending"],
    connections: [
      [
        ...SIGNED_IN,
        ...withBareLf([sends(1, "..a\r\nb\r\n")]),
        sends(2, "..c\r\n"),
        ...withBareLf([sends(3, "d\r\n")]),
      ],
    ],
    steps: [retr(1, ".a\nb\n"), retr(2, ".c\r\n"), retr(3, "d\n")],
  },
  {
    name: "CRLF lines behind a status line with bare LF",
    source: "the status line written by hand, the message as it lies on disk",
    risks: ["each response has its own line ending"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "+OK\na\r\n..b\r\n.\r\n" }]],
    steps: [retr(1, "a\r\n.b\r\n")],
  },
  {
    name: "lines that look like replies",
    source: "a message about POP3",
    risks: ["a terminator split over packets"],
    connections: [[...SIGNED_IN, sends(1, "+OK\r\n-ERR no\r\n+ \r\nQUIT\r\n..\r\n+OK\r\n")]],
    steps: [retr(1, "+OK\r\n-ERR no\r\n+ \r\nQUIT\r\n.\r\n+OK\r\n")],
  },
  {
    name: "a header only, by TOP n 0",
    source: "RFC 1939 §7",
    risks: ["bodies folded"],
    connections: [[...SIGNED_IN, { expect: "TOP 1 0", send: `+OK\r\n${HEADER}.\r\n` }]],
    steps: [top(1, 0, HEADER)],
    hides: ["Subject: a"],
  },
  {
    name: "TOP n 0 that sends the whole body",
    source: "Mailpit",
    risks: ["TOP n 0 with the whole body"],
    connections: [[...SIGNED_IN, { expect: "TOP 1 0", send: `+OK\r\n${HEADER}body\r\n..\r\nmore\r\n.\r\n` }]],
    steps: [top(1, 0, `${HEADER}body\r\n.\r\nmore\r\n`)],
  },
  {
    name: "TOP that truncates: a body comes by RETR",
    source: "reported against fetchmail: Maillennium cuts TOP n 99999999 at 64 kB",
    risks: ["TOP that truncates"],
    connections: [
      [
        ...SIGNED_IN,
        { expect: "TOP 1 10", send: `+OK\r\n${HEADER}one\r\n.\r\n` },
        sends(1, `${HEADER}one\r\ntwo\r\nthree\r\n`),
      ],
    ],
    steps: [top(1, 10, `${HEADER}one\r\n`), retr(1, `${HEADER}one\r\ntwo\r\nthree\r\n`)],
  },
  {
    name: "a size in the status line that is wrong",
    source: "wrong octets: the terminator counts, not the figure",
    risks: ["wrong octets"],
    connections: [
      [
        ...SIGNED_IN,
        ...maildrop([9_999, "a"], [1, "b"]),
        sends(1, "short\r\n", "+OK 9999 octets"),
        sends(2, "longer than that\r\n", "+OK 1 octets"),
      ],
    ],
    steps: [
      reads([
        [9_999, "a"],
        [1, "b"],
      ]),
      retr(1, "short\r\n"),
      retr(2, "longer than that\r\n"),
    ],
  },
  {
    name: "one message that cannot be sent does not end the session",
    source: "reported against MailKit",
    risks: ["a message that cannot be sent", "-ERR on a verb"],
    connections: [
      [
        ...SIGNED_IN,
        on("RETR 1", "-ERR message is corrupt"),
        sends(2, "Content-Type: (((\r\n\r\n\u0000\r\n"),
      ],
    ],
    steps: [
      retr(1, "", refusedWith("message is corrupt", { verb: "RETR" })),
      retr(2, "Content-Type: (((\r\n\r\n\u0000\r\n"),
    ],
  },
  {
    name: "[SYS/TEMP] for a message whose store is away",
    source: "RFC 3206 §4",
    risks: ["[SYS/TEMP]", "a message that cannot be sent"],
    connections: [[...SIGNED_IN, on("RETR 1", "-ERR [SYS/TEMP] object store is away")]],
    steps: [
      retr(
        1,
        "",
        refusedWith("[SYS/TEMP] object store is away", {
          kind: "sysTemp",
          responseCode: "SYS/TEMP",
          verb: "RETR",
        }),
      ),
    ],
  },
  {
    name: "-ERR without a word",
    source: "RFC 1939 §3: the text is free",
    risks: ["-ERR on a verb"],
    connections: [[...SIGNED_IN, on("RETR 1", "-ERR")]],
    steps: [retr(1, "", refusedWith("", { verb: "RETR" }))],
  },
  {
    name: "an empty line in place of a reply is skipped once",
    source: "reported against MailKit",
    risks: ["an empty line in place of a reply"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "\r\n+OK\r\nhi\r\n.\r\n" }]],
    steps: [retr(1, "hi\r\n")],
  },
  {
    name: "two empty lines in place of a reply are too many",
    source: "more than one was never seen from a server in order",
    risks: ["an empty line in place of a reply"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "\r\n\r\n+OK\r\nhi\r\n.\r\n" }]],
    steps: [retr(1, "hi\r\n", gone("protocol"))],
  },
];
