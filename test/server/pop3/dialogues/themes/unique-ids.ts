import type { Dialogue } from "../dialogue.ts";
import { gone, list, maildrop, on, reads, signedIn } from "../turns.ts";

const SIGNED_IN = signedIn("USER", "UIDL");

/** UIDL (RFC 1939 §7) beside LIST: what a message is known by. */
export const UNIQUE_IDS: readonly Dialogue[] = [
  {
    name: "a message that arrives between LIST and UIDL",
    source: "reported against getmail: some servers take no snapshot",
    risks: ["a message between UIDL and LIST"],
    connections: [
      [...SIGNED_IN, on("STAT", "+OK 1 10"), list("LIST", "+OK", "1 10"), list("UIDL", "+OK", "1 a", "2 b")],
    ],
    steps: [
      {
        do: "inventory",
        messages: 1,
        octets: 10,
        list: [[1, 10]],
        uidl: [
          [1, "a"],
          [2, "b"],
        ],
      },
    ],
  },
  {
    name: "a message that vanishes between LIST and UIDL",
    source: "a second session without a lock",
    risks: ["locks differ"],
    connections: [[...SIGNED_IN, on("STAT", "+OK 1 10"), list("LIST", "+OK", "1 10"), list("UIDL", "+OK")]],
    steps: [{ do: "inventory", messages: 1, octets: 10, list: [[1, 10]], uidl: [] }],
  },
  {
    name: "no UIDL",
    source: "RFC 1939 §7: UIDL is optional",
    risks: ["no UIDL"],
    connections: [
      [...SIGNED_IN, on("STAT", "+OK 1 10"), list("LIST", "+OK", "1 10"), on("UIDL", "-ERR unknown command")],
    ],
    steps: [{ do: "inventory", messages: 1, octets: 10, list: [[1, 10]], uidl: undefined }],
  },
  {
    name: "twins with one unique-id",
    source: "RFC 1939 §7 allows it for identical messages",
    risks: ["duplicate unique-ids", "odd unique-ids"],
    connections: [[...SIGNED_IN, ...maildrop([10, "twin"], [10, "twin"])]],
    steps: [
      reads([
        [10, "twin"],
        [10, "twin"],
      ]),
    ],
  },
  {
    name: "unique-ids that are blank, long, with a slash, or behind several blanks",
    source: "seen in the field; RFC 1939 §7 allows 1 to 70 octets of 0x21 to 0x7E",
    risks: ["odd unique-ids"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 5 0"),
        list("LIST", "+OK", "1 0", "2 0", "3 0", "4 0", "5 0"),
        list("UIDL", "+OK", "1 ", "2 a/b", "3   a b  ", `4 ${"x".repeat(300)}`, "5"),
      ],
    ],
    steps: [
      reads([
        [0, ""],
        [0, "a/b"],
        [0, "a b"],
        [0, "x".repeat(300)],
        [0, ""],
      ]),
    ],
  },
  {
    name: "unique-ids of octets beyond ASCII",
    source: "ids made from a file's name",
    risks: ["odd unique-ids", "8-bit octets and NUL"],
    connections: [[...SIGNED_IN, ...maildrop([1, "\u00a0caf\u00e9\u00a0"], [2, "\u00ff\u0001\u0000z"])]],
    steps: [
      reads([
        [1, "\u00a0caf\u00e9\u00a0"],
        [2, "\u00ff\u0001\u0000z"],
      ]),
    ],
  },
  {
    name: "a unique-id that begins with a dot",
    source: "dot-stuffing holds for every multi-line response (RFC 1939 §3)",
    risks: ["odd unique-ids", "dot-stuffing"],
    connections: [
      [...SIGNED_IN, on("STAT", "+OK 1 1"), list("LIST", "+OK", "1 1"), list("UIDL", "+OK", "1 .", "..")],
    ],
    steps: [reads([[1, "."]])],
  },
  {
    name: "a unique-id of nine kilobytes is refused at the limit",
    source: "one line without end",
    risks: ["a listing's line has a limit", "an over-long line"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 1 10"),
        list("LIST", "+OK", "1 10"),
        { expect: "UIDL", send: `+OK\r\n1 ${"u".repeat(9_000)}\r\n.\r\n`, chunking: 4_000 },
      ],
    ],
    steps: [{ ...reads([]), fails: gone("limit") }],
  },
  {
    name: "LIST and UIDL of one message are one line",
    source: "reported against Mailpit: whether lines follow depends on the argument",
    risks: ["LIST with an argument", "UIDL n without the number"],
    connections: [
      [
        ...SIGNED_IN,
        on("LIST 2", "+OK 2 200"),
        on("UIDL 2", "+OK 2 whqtswO00WBw418f9t5JxYwZ"),
        on("UIDL 3", "+OK QhdPYR:00WBw1Ph7x7"),
        on("LIST 9", "-ERR no such message"),
      ],
    ],
    steps: [
      { do: "ask", verb: "LIST", args: [2], text: "2 200" },
      { do: "ask", verb: "UIDL", args: [2], text: "2 whqtswO00WBw418f9t5JxYwZ" },
      { do: "ask", verb: "UIDL", args: [3], text: "QhdPYR:00WBw1Ph7x7" },
      { do: "ask", verb: "LIST", args: [9], status: "err", text: "no such message" },
    ],
  },
  {
    name: "a connection lost in mid-UIDL rejects everybody who waits",
    source: "reported against Thunderbird: the account was deadlocked",
    risks: ["lost in mid-UIDL", "a missing terminator"],
    connections: [
      [
        ...signedIn("USER", "UIDL", "PIPELINING"),
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK", "1 10", "2 20"),
        { expect: "UIDL", send: "+OK\r\n1 a\r\n2 ", cut: "fin" },
      ],
      [...SIGNED_IN, ...maildrop([10, "a"], [20, "b"])],
    ],
    steps: [
      { ...reads([]), fails: gone("closed") },
      { do: "reopen" },
      reads([
        [10, "a"],
        [20, "b"],
      ]),
    ],
  },
];
