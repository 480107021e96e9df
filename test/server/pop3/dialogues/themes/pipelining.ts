import type { Dialogue } from "../dialogue.ts";
import { capa, dele, gone, list, maildrop, on, reads, refusedWith, sends, signedIn } from "../turns.ts";

const PIPELINED = signedIn("USER", "UIDL", "PIPELINING");
const ONE_BY_ONE = signedIn("USER", "UIDL");
const ASKED = "STAT\r\nLIST\r\nUIDL\r\n";

/** PIPELINING (RFC 2449 §6.6): only where announced, and never again where it went wrong. */
export const PIPELINING: readonly Dialogue[] = [
  {
    name: "STAT, LIST and UIDL in one write",
    source: "RFC 2449 §6.6",
    risks: ["pipelining"],
    connections: [[...PIPELINED, ...maildrop([10, "a"], [20, "b"])]],
    steps: [
      reads([
        [10, "a"],
        [20, "b"],
      ]),
    ],
    together: [ASKED],
  },
  {
    name: "one command at a time where nothing is announced",
    source: "RFC 2449 §6.6",
    risks: ["nothing pipelined unless announced"],
    connections: [[...ONE_BY_ONE, ...maildrop([10, "a"])]],
    steps: [reads([[10, "a"]])],
    alone: ["STAT", "LIST", "UIDL"],
  },
  {
    name: "what was announced before the sign-in and not after it does not count",
    source: "RFC 2449 §5: the list may differ",
    risks: ["nothing pipelined unless announced", "capabilities that lie"],
    connections: [
      [...signedIn("USER", "PIPELINING").slice(0, -1), capa("USER", "UIDL"), ...maildrop([10, "a"])],
    ],
    steps: [reads([[10, "a"]])],
    alone: ["STAT", "LIST", "UIDL"],
  },
  {
    name: "four messages in one packet of replies",
    source: "RFC 2449 §6.6",
    risks: ["pipelining", "a terminator split over packets"],
    connections: [[...PIPELINED, sends(1, "a\r\n"), sends(2, "..\r\n"), sends(3, ""), sends(4, "+OK\r\n")]],
    steps: [
      {
        do: "retrAll",
        messages: [
          [1, "a\r\n"],
          [2, ".\r\n"],
          [3, ""],
          [4, "+OK\r\n"],
        ],
      },
    ],
    together: ["RETR 1\r\nRETR 2\r\nRETR 3\r\nRETR 4\r\n"],
  },
  {
    name: "-ERR in the middle of a pipeline shifts nothing",
    source: "a refused multi-line command has no terminator",
    risks: ["pipelining", "-ERR on a verb"],
    connections: [
      [...PIPELINED, sends(1, "a\r\n"), on("RETR 2", "-ERR gone"), sends(3, "c\r\n"), sends(3, "c\r\n")],
    ],
    steps: [
      {
        do: "retrAll",
        messages: [
          [1, "a\r\n"],
          [2, ""],
          [3, "c\r\n"],
        ],
        fails: refusedWith("gone", { verb: "RETR" }),
      },
      { do: "retr", number: 3, message: "c\r\n" },
    ],
  },
  {
    name: "a connection lost with commands on the way rejects each",
    source: "nobody may wait for ever",
    risks: ["cut in mid-RETR", "pipelining"],
    connections: [[...PIPELINED, sends(1, "a\r\n"), { expect: "RETR 2", send: "+OK\r\nb", cut: "fin" }]],
    steps: [
      {
        do: "retrAll",
        messages: [
          [1, "a\r\n"],
          [2, "b\r\n"],
          [3, "c\r\n"],
        ],
        fails: gone(["closed", "network"]),
      },
    ],
  },
  {
    name: "a server that announces PIPELINING and answers out of step gets one command at a time",
    source: "the first mismatch is remembered for the host",
    risks: ["out of step is remembered", "unsolicited data behind a terminator"],
    connections: [
      [...PIPELINED, on("STAT", "+OK 0 0"), on("LIST", "+OK", ".", "."), { expect: "UIDL" }],
      [...PIPELINED, ...maildrop([10, "a"])],
    ],
    steps: [{ ...reads([]), fails: gone("protocol") }, { do: "reopen" }, reads([[10, "a"]])],
    together: [ASKED],
    shows: ["SERVER one command at a time: this server has answered pipelined ones out of step"],
  },
  {
    name: "a server that swallows what is written behind a command gets one at a time",
    source: "input read with a fresh buffer for each line",
    risks: ["out of step is remembered", "a deadline for a reply"],
    connections: [
      [...PIPELINED, on("STAT", "+OK 1 10"), { expect: "LIST" }, { expect: "UIDL" }],
      [...PIPELINED, ...maildrop([10, "a"])],
    ],
    setUp: { deadlines: { replyMs: 300 } },
    steps: [{ ...reads([]), fails: gone("timeout", { verb: "LIST" }) }, { do: "reopen" }, reads([[10, "a"]])],
    shows: ["SERVER one command at a time: this server has answered pipelined ones out of step"],
  },
  {
    name: "QUIT waits for the marks before it",
    source: "nothing is pipelined across QUIT",
    risks: ["nothing behind a sign-in"],
    connections: [[...PIPELINED, on("DELE 1", "+OK"), on("DELE 2", "+OK"), on("QUIT", "+OK")]],
    steps: [dele(1, 2), { do: "quit", status: "ok" }],
    together: ["DELE 1\r\nDELE 2\r\n"],
    alone: ["QUIT"],
  },
  {
    name: "replies to a pipeline that mix line endings",
    source: "a proxy that answers some commands itself",
    risks: ["each response has its own line ending", "pipelining"],
    connections: [
      [
        ...PIPELINED,
        { expect: "STAT", send: "+OK 1 10\n" },
        list("LIST", "+OK", "1 10"),
        { expect: "UIDL", send: "+OK\n1 a\n.\n" },
      ],
    ],
    steps: [reads([[10, "a"]])],
    together: [ASKED],
  },
];
