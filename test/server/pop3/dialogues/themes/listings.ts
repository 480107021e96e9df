import type { Dialogue } from "../dialogue.ts";
import { dele, gone, list, maildrop, on, quit, reads, refusedWith, signedIn } from "../turns.ts";

const SIGNED_IN = signedIn("USER", "UIDL");
/** STAT's count and this many lines more are believed. */
const SLACK = 1_000;

/** STAT, LIST and UIDL (RFC 1939 §§5, 7) as servers write them. */
export const LISTINGS: readonly Dialogue[] = [
  {
    name: "an empty maildrop",
    source: "RFC 1939 §5",
    risks: ["an empty message"],
    connections: [[...SIGNED_IN, ...maildrop()]],
    steps: [reads([])],
  },
  {
    name: "five hundred messages",
    source: "RFC 1939 §5",
    risks: ["a listing has a limit"],
    connections: [
      [
        ...SIGNED_IN,
        ...maildrop(...Array.from({ length: 500 }, (_, index) => [index, `id${index}`] as const)),
      ],
    ],
    steps: [reads(Array.from({ length: 500 }, (_, index) => [index, `id${index}`] as const))],
  },
  {
    name: "STAT and sizes below zero are unknown",
    source: "reported against MailKit at 2 GB",
    risks: ["STAT or LIST below zero"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 1 -2147483648"),
        list("LIST", "+OK", "1 -1"),
        list("UIDL", "+OK", "1 a"),
      ],
    ],
    steps: [reads([[null, "a"]], null)],
  },
  {
    name: "sizes over 2^32 are right, and over 2^53 unknown",
    source: "mail archives kept as one message",
    risks: ["sizes over 2^32"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 18446744073709551615"),
        list("LIST", "+OK", "1 8589934592", "2 18446744073709551615"),
        list("UIDL", "+OK", "1 a", "2 b"),
      ],
    ],
    steps: [
      reads(
        [
          [8_589_934_592, "a"],
          [null, "b"],
        ],
        null,
      ),
    ],
  },
  {
    name: "STAT with words behind its figures",
    source: "RFC 1939 §5 discourages them; servers add them",
    risks: ["wrong octets"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 1 10 octets in your box"),
        list("LIST", "+OK 1 messages (10 octets)", "1 10"),
        list("UIDL", "+OK", "1 a"),
      ],
    ],
    steps: [reads([[10, "a"]])],
  },
  {
    name: "STAT without octets",
    source: "a count alone",
    risks: ["wrong octets"],
    connections: [
      [...SIGNED_IN, on("STAT", "+OK 1"), list("LIST", "+OK", "1 10"), list("UIDL", "+OK", "1 a")],
    ],
    steps: [reads([[10, "a"]], null)],
  },
  {
    name: "STAT without a figure leaves the count to LIST",
    source: "+OK and words",
    risks: ["wrong octets"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK you have mail"),
        list("LIST", "+OK", "1 10", "2 20"),
        list("UIDL", "+OK", "1 a", "2 b"),
      ],
    ],
    steps: [
      reads(
        [
          [10, "a"],
          [20, "b"],
        ],
        null,
      ),
    ],
  },
  {
    name: "STAT and LIST that do not agree",
    source: "sizes with and without CR; GNU Mailutils lets them drift",
    risks: ["wrong octets"],
    connections: [
      [...SIGNED_IN, on("STAT", "+OK 1 999"), list("LIST", "+OK", "1 10"), list("UIDL", "+OK", "1 a")],
    ],
    steps: [reads([[10, "a"]], 999)],
  },
  {
    name: "numbers with gaps",
    source: "RFC 1939 §5: a marked message leaves a hole",
    risks: ["numbers with gaps"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 50"),
        list("LIST", "+OK", "2 20", "5 30"),
        list("UIDL", "+OK", "2 b", "5 e"),
      ],
    ],
    steps: [
      {
        do: "inventory",
        messages: 2,
        octets: 50,
        list: [
          [2, 20],
          [5, 30],
        ],
        uidl: [
          [2, "b"],
          [5, "e"],
        ],
      },
    ],
  },
  {
    name: "remarks, blanks and tabs in a listing",
    source: "servers that write for people",
    risks: ["words that nobody knows"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK", "", "Number Size", " 1\t10 new", "002  20 (2 parts)", "0 7", "-3 4", "4x 1"),
        list("UIDL", "+OK here they are", " 1\ta", "002   b", "99999999999 c"),
      ],
    ],
    steps: [
      reads([
        [10, "a"],
        [20, "b"],
      ]),
    ],
  },
  {
    name: "lines that end with bare LF inside a listing that does not",
    source: "a list made by a script",
    risks: ["each response has its own line ending"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 30"),
        { expect: "LIST", send: "+OK\r\n1 10\n2 20\r\n.\r\n" },
        { expect: "UIDL", send: "+OK\n1 a\n2 b\n.\n" },
      ],
    ],
    steps: [
      reads([
        [10, "a"],
        [20, "b"],
      ]),
    ],
  },
  {
    name: "a listing far over STAT's count is refused at the limit",
    source: "a listing without end",
    risks: ["a listing has a limit"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 1 10"),
        list("LIST", "+OK", ...Array.from({ length: SLACK + 2 }, (_, index) => `${index + 1} 1`)),
      ],
    ],
    steps: [{ ...reads([]), fails: gone("limit") }],
  },
  {
    name: "STAT refused: LIST and UIDL are read to their end",
    source: "-ERR on a verb",
    risks: ["-ERR on a verb"],
    connections: [
      [
        ...signedIn("USER", "UIDL", "PIPELINING"),
        on("STAT", "-ERR [SYS/TEMP] index locked"),
        list("LIST", "+OK", "1 10"),
        list("UIDL", "+OK", "1 a"),
      ],
    ],
    steps: [
      {
        ...reads([]),
        fails: refusedWith("[SYS/TEMP] index locked", {
          kind: "sysTemp",
          verb: "STAT",
          responseCode: "SYS/TEMP",
        }),
      },
    ],
  },
  {
    name: "LIST refused because there is nothing",
    source: "servers that call an empty maildrop an error",
    risks: ["-ERR on a verb"],
    connections: [[...SIGNED_IN, on("STAT", "+OK 0 0"), on("LIST", "-ERR no messages"), list("UIDL", "+OK")]],
    steps: [{ ...reads([]), fails: refusedWith("no messages", { verb: "LIST" }) }],
  },
  {
    name: "a listing after a mark leaves the marked one out",
    source: "RFC 1939 §5",
    risks: ["numbers with gaps"],
    connections: [
      [
        ...SIGNED_IN,
        ...maildrop([10, "a"], [20, "b"]),
        on("DELE 1", "+OK"),
        on("STAT", "+OK 1 20"),
        list("LIST", "+OK", "2 20"),
        list("UIDL", "+OK", "2 b"),
        on("QUIT", "+OK"),
      ],
    ],
    steps: [
      reads([
        [10, "a"],
        [20, "b"],
      ]),
      dele(1),
      { do: "inventory", messages: 1, octets: 20, list: [[2, 20]], uidl: [[2, "b"]] },
      quit(),
    ],
  },
];
