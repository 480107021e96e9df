import type { Dialogue } from "../dialogue.ts";
import {
  capa,
  dele,
  gone,
  maildrop,
  on,
  PASS,
  quit,
  reads,
  refusesPass,
  retr,
  say,
  sends,
  signedIn,
  USER,
} from "../turns.ts";

const SIGNED_IN = signedIn("USER", "UIDL");

/** What outlasts a reply: snapshots, locks, silence, and coming again. */
export const SESSIONS: readonly Dialogue[] = [
  {
    name: "new mail is invisible until the next session",
    source: "reported against yapople and Inbucket; RFC 1939 §3: numbers are fixed at login",
    risks: ["new mail invisible in a session"],
    connections: [
      [...SIGNED_IN, ...maildrop([10, "a"]), ...maildrop([10, "a"])],
      [...SIGNED_IN, ...maildrop([10, "a"], [20, "new"])],
    ],
    steps: [
      reads([[10, "a"]]),
      reads([[10, "a"]]),
      { do: "reopen" },
      reads([
        [10, "a"],
        [20, "new"],
      ]),
    ],
  },
  {
    name: "numbers begin anew in the next session, unique-ids stay",
    source: "RFC 1939 §7",
    risks: ["numbers with gaps"],
    connections: [
      [...SIGNED_IN, ...maildrop([1, "a"], [2, "b"], [3, "c"]), on("DELE 2", "+OK"), on("QUIT", "+OK")],
      [...SIGNED_IN, ...maildrop([1, "a"], [3, "c"]), sends(2, "the third\r\n")],
    ],
    steps: [
      reads([
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ]),
      dele(2),
      quit(),
      { do: "reopen" },
      reads([
        [1, "a"],
        [3, "c"],
      ]),
      retr(2, "the third\r\n"),
    ],
  },
  {
    name: "a message that another session removed in the meantime",
    source: "five of six servers of Debian allow a second session",
    risks: ["locks differ", "a message that cannot be sent"],
    connections: [[...SIGNED_IN, ...maildrop([10, "a"]), on("RETR 1", "-ERR [SYS/TEMP] message is gone")]],
    steps: [
      reads([[10, "a"]]),
      { do: "retr", number: 1, message: "", fails: { kind: "sysTemp", isUsable: true, verb: "RETR" } },
    ],
  },
  {
    name: "a server that hangs up on a number it does not know",
    source: "solid-pop3d at RETR 99999",
    risks: ["locks differ"],
    connections: [[...SIGNED_IN, { expect: "RETR 99999", cut: "fin" }]],
    steps: [retr(99_999, "", gone("closed"))],
  },
  {
    name: "NOOP keeps a session that somebody looks at",
    source: "many servers drop a session after 60 s rather than 10 minutes",
    risks: ["NOOP keeps a session"],
    connections: [[...SIGNED_IN, on("NOOP", "+OK"), on("NOOP", "+OK still here")]],
    steps: [{ do: "noop" }, { do: "noop" }],
  },
  {
    name: "a goodbye for inactivity is told",
    source: "Dovecot says why it hangs up",
    risks: ["a goodbye is told"],
    connections: [[...SIGNED_IN, { send: "-ERR Disconnected for inactivity.\r\n", cut: "fin" }]],
    steps: [{ do: "lost", error: gone("closed", { serverText: "Disconnected for inactivity." }) }],
    shows: ["S -ERR Disconnected for inactivity."],
  },
  {
    name: "a hang-up without a goodbye",
    source: "a restarted server",
    risks: ["a goodbye is told"],
    connections: [[...SIGNED_IN.slice(0, -1), { ...capa("USER"), cut: "fin" }]],
    steps: [{ do: "lost", error: gone("closed") }],
  },
  {
    name: "a reset in a session",
    source: "a firewall that forgot the connection",
    risks: ["a goodbye is told"],
    connections: [[...SIGNED_IN, { delayMs: 5, cut: "reset" }]],
    steps: [{ do: "lost", error: gone("network") }],
  },
  {
    name: "a late reply is waited for",
    source: "a disk that spins up",
    risks: ["a late reply"],
    connections: [[...SIGNED_IN, { ...sends(1, "hi\r\n"), delayMs: 80 }]],
    steps: [retr(1, "hi\r\n")],
  },
  {
    name: "a reply that never comes is never taken for +OK",
    source: "a deadline for the first octet",
    risks: ["a deadline for a reply"],
    connections: [[...SIGNED_IN, { expect: "DELE 1" }]],
    setUp: { deadlines: { replyMs: 300 } },
    steps: [{ ...dele(1), fails: gone("timeout", { verb: "DELE" }) }],
  },
  {
    name: "one octet at a time, with pauses",
    source: "a line that is nearly dead: slow is not silent",
    risks: ["one octet at a time", "a deadline for silence in a reply"],
    connections: [
      [
        ...SIGNED_IN,
        { expect: "RETR 1", send: "+OK\r\n" },
        ...["h", "i", "\r", "\n", ".", "\r", "\n"].map((send) => ({ delayMs: 5, send })),
      ],
    ],
    steps: [retr(1, "hi\r\n")],
  },
  {
    name: "the lock of the session before is still there: come back later",
    source: "[IN-USE] after a lost connection: the server has not noticed yet",
    risks: ["[IN-USE] taken for a wrong password", "locks differ"],
    connections: [refusesPass("-ERR [IN-USE] your last session has not ended", "USER", "RESP-CODES")],
    refused: { kind: "inUse", isUsable: true, stage: "login" },
  },
  {
    name: "the lock is released with QUIT's reply: coming again at once works",
    source: "mutt reconnects at once",
    risks: ["locks differ"],
    connections: [
      [...SIGNED_IN, on("QUIT", "+OK")],
      [...SIGNED_IN, ...maildrop()],
    ],
    steps: [quit(), { do: "reopen" }, reads([])],
  },
  {
    name: "a greeting, a sign-in and a maildrop that are late each",
    source: "a server that swaps",
    risks: ["a late reply"],
    connections: [
      [
        { ...say("+OK ready"), delayMs: 20 },
        { ...capa("USER"), delayMs: 20 },
        { ...USER, delayMs: 20 },
        { ...PASS, delayMs: 20 },
        { ...capa("USER"), delayMs: 20 },
        ...maildrop([10, "a"]).map((turn) => ({ ...turn, delayMs: 20 })),
      ],
    ],
    steps: [reads([[10, "a"]])],
  },
];
