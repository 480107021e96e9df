import type { Dialogue } from "../dialogue.ts";
import { gone, on, retr, say, sends, signedIn } from "../turns.ts";

const SIGNED_IN = signedIn("USER");
const GRACE_MS = 5_100;

/** A response that does not end where it should: the session is given up before it is believed. */
export const OUT_OF_STEP: readonly Dialogue[] = [
  {
    name: "dots that were not stuffed end a message early",
    source: "reported against cpython and poco: a server that does not stuff dots",
    risks: ["unsolicited data behind a terminator", "no dot-stuffing"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "+OK\r\na\r\n.\r\nthe rest\r\n.\r\n" }]],
    steps: [retr(1, "a\r\n"), { do: "lost", error: gone("protocol") }],
  },
  {
    name: "dots that were not stuffed, and a rest that looks like a reply",
    source: "a message that quotes a session",
    risks: ["no dot-stuffing", "unsolicited data behind a terminator"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "+OK\r\na\r\n.\r\n+OK 2 messages\r\n.\r\n" }]],
    steps: [retr(1, "a\r\n"), { do: "lost", error: gone("desync", { serverText: "2 messages" }) }],
  },
  {
    name: "two +OK for one command",
    source: "reported against MailKit",
    risks: ["two +OK for one command"],
    connections: [[...SIGNED_IN, on("NOOP", "+OK", "+OK")]],
    steps: [{ do: "noop" }, { do: "lost", error: gone("desync") }],
  },
  {
    name: "+OK and -ERR for one command",
    source: "a server that changes its mind: the second is taken for a goodbye, and asked about",
    risks: ["two +OK for one command", "a goodbye is told"],
    connections: [[...SIGNED_IN, { ...on("NOOP", "+OK", "-ERR [SYS/TEMP] on second thoughts"), cut: "fin" }]],
    steps: [
      { do: "noop" },
      { do: "lost", error: gone("closed", { serverText: "[SYS/TEMP] on second thoughts" }) },
    ],
  },
  {
    name: "news that nobody asked for",
    source: "+OK you have mail",
    risks: ["two +OK for one command"],
    connections: [[...SIGNED_IN, say("+OK you have new mail")]],
    steps: [{ do: "lost", error: gone("desync", { serverText: "you have new mail" }) }],
  },
  {
    name: "a terminator without its LF is taken after the grace",
    source: "reported against Cyrus",
    risks: ["a terminator without its LF"],
    connections: [
      [...SIGNED_IN, { expect: "RETR 1", send: "+OK\r\nhi\r\n.\r" }, on("RETR 2", "\n+OK", "you", ".")],
    ],
    setUp: { clock: "ours" },
    steps: [
      { do: "retr", number: 1, message: "hi\r\n", passMs: GRACE_MS },
      { do: "retr", number: 2, message: "you\r\n" },
    ],
  },
  {
    name: "a message without its terminator, and silence",
    source: "a missing terminator",
    risks: ["a missing terminator", "a deadline for silence in a reply"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "+OK\r\nhi\r\n" }]],
    setUp: { deadlines: { idleMs: 300 } },
    steps: [retr(1, "", gone("timeout", { verb: "RETR" }))],
  },
  {
    name: "a message without its terminator, and a hang-up",
    source: "cut in mid-RETR",
    risks: ["cut in mid-RETR", "a missing terminator"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "+OK 400 octets\r\nSubject: hal", cut: "fin" }]],
    steps: [retr(1, "", gone("closed"))],
  },
  {
    name: "a message cut by a reset",
    source: "cut in mid-RETR",
    risks: ["cut in mid-RETR"],
    connections: [
      [...SIGNED_IN, { expect: "RETR 1", send: "+OK 400 octets\r\nSub" }, { delayMs: 5, cut: "reset" }],
    ],
    steps: [retr(1, "", gone("network"))],
  },
  {
    name: "a message that ends with a dot, cut there",
    source: "a truncated message must not be taken for a whole one",
    risks: ["cut in mid-RETR", "a terminator without its LF"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: "+OK\r\nhi\r\n.", cut: "fin" }]],
    steps: [retr(1, "", gone("closed"))],
  },
  {
    name: "a reply that begins with neither +OK nor -ERR",
    source: "RFC 1939 §3",
    risks: ["words that nobody knows"],
    connections: [[...SIGNED_IN, on("NOOP", "OK")]],
    steps: [{ do: "noop", fails: gone("protocol") }],
  },
  {
    name: "+OKAY is not +OK",
    source: "RFC 1939 §3: the indicator is a word",
    risks: ["words that nobody knows"],
    connections: [[...SIGNED_IN, on("NOOP", "+OKAY then")]],
    steps: [{ do: "noop", fails: gone("protocol") }],
  },
  {
    name: "a challenge for a command that has none",
    source: "RFC 5034 §4: only AUTH is challenged",
    risks: ["any continuation accepted"],
    connections: [[...SIGNED_IN, on("RETR 1", "+ go on", "hi", ".")]],
    steps: [retr(1, "", gone("protocol"))],
  },
  {
    name: "a reply of sixteen kilobytes is refused at the limit",
    source: "an over-long line",
    risks: ["a status line has a limit", "an over-long line"],
    connections: [[...SIGNED_IN, { expect: "NOOP", send: `+OK ${"y".repeat(16_384)}\r\n`, chunking: 4_000 }]],
    steps: [{ do: "noop", fails: gone("limit") }],
  },
  {
    name: "ANSI escapes in a refusal stay text on screen and are kept for the person",
    source: "terminal escapes",
    risks: ["ANSI escapes"],
    connections: [[...SIGNED_IN, on("RETR 1", "-ERR \u001b[31mred\u001b[0m")]],
    steps: [retr(1, "", { kind: "refused", isUsable: true, serverText: "\u001b[31mred\u001b[0m" })],
    shows: ["S -ERR \\x1b[31mred\\x1b[0m"],
  },
  {
    name: "a download that nobody waits for is read to its end if little is left",
    source: "POP3 cannot abort a reply",
    risks: ["a short rest is drained"],
    connections: [[...SIGNED_IN, sends(1, `${"z".repeat(3_000)}\r\n`), sends(2, "next\r\n")]],
    steps: [{ do: "cancel", number: 1, expectedOctets: 3_002, afterOctets: 100 }, retr(2, "next\r\n")],
  },
  {
    name: "a download that nobody waits for costs the connection if much is left",
    source: "POP3 cannot abort a reply",
    risks: ["a long rest costs the connection"],
    connections: [[...SIGNED_IN, { expect: "RETR 1", send: `+OK\r\n${"z".repeat(1_000)}\r\n` }]],
    steps: [
      { do: "cancel", number: 1, expectedOctets: 50_000_000, afterOctets: 100 },
      { do: "lost", error: gone("closed") },
    ],
  },
  {
    name: "a drain has its own end: LIST told too little",
    source: "wrong octets, and a body without end behind a cancelled RETR",
    risks: ["a short rest is drained", "wrong octets"],
    connections: [
      [...SIGNED_IN, { expect: "RETR 1", send: `+OK\r\n${"z".repeat(80_000)}`, chunking: 5_000 }],
    ],
    steps: [
      { do: "cancel", number: 1, expectedOctets: 200, afterOctets: 100 },
      { do: "lost", error: gone("closed") },
    ],
  },
];
