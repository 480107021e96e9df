import type { Dialogue } from "../dialogue.ts";
import { dele, gone, maildrop, on, quit, reads, refusedWith, retr, sends, signedIn } from "../turns.ts";

const SIGNED_IN = signedIn("USER", "UIDL");
const PIPELINED = signedIn("USER", "UIDL", "PIPELINING");

/** DELE marks, QUIT commits (RFC 1939 §§5, 6): nothing else removes a message. */
export const DELETION: readonly Dialogue[] = [
  {
    name: "DELE and QUIT remove a message",
    source: "RFC 1939 §6",
    risks: ["DELE without QUIT"],
    connections: [
      [...SIGNED_IN, ...maildrop([10, "a"], [20, "b"]), on("DELE 1", "+OK"), on("QUIT", "+OK bye (1 left)")],
      [...SIGNED_IN, ...maildrop([20, "b"])],
    ],
    steps: [
      reads([
        [10, "a"],
        [20, "b"],
      ]),
      dele(1),
      quit("ok", "bye (1 left)"),
      { do: "reopen" },
      reads([[20, "b"]]),
    ],
  },
  {
    name: "DELE without QUIT removes nothing",
    source: "RFC 1939 §6; reported against MailKit by people who expected otherwise",
    risks: ["DELE without QUIT"],
    connections: [
      // Qpopper with update-on-abort would remove it without the RSET.
      [...SIGNED_IN, on("DELE 1", "+OK"), on("RSET", "+OK")],
      [...SIGNED_IN, ...maildrop([10, "a"])],
    ],
    steps: [dele(1), { do: "reopen" }, reads([[10, "a"]])],
  },
  {
    name: "a hang-up after DELE is no QUIT",
    source: "RFC 1939 §6: only QUIT enters UPDATE",
    risks: ["DELE without QUIT"],
    connections: [
      [...SIGNED_IN, { ...on("DELE 1", "+OK"), cut: "fin" }],
      [...SIGNED_IN, ...maildrop([10, "a"])],
    ],
    steps: [dele(1), { do: "lost", error: gone("closed") }, { do: "reopen" }, reads([[10, "a"]])],
  },
  {
    name: "DELE for three, and the second is refused",
    source: "-ERR on a verb: the others keep their marks",
    risks: ["-ERR on a verb", "pipelining"],
    connections: [
      [
        ...PIPELINED,
        on("DELE 1", "+OK"),
        on("DELE 2", "-ERR no such message"),
        on("DELE 3", "+OK"),
        on("QUIT", "+OK"),
      ],
    ],
    steps: [{ do: "dele", numbers: [1, 2, 3], refusals: ["no such message"] }, quit()],
    together: ["DELE 1\r\nDELE 2\r\nDELE 3\r\n"],
  },
  {
    name: "DELE twice, refused the second time",
    source: "RFC 1939 §5; GNU Mailutils says +OK to both",
    risks: ["-ERR on a verb", "locks differ"],
    connections: [[...SIGNED_IN, on("DELE 1", "+OK"), on("DELE 1", "-ERR message 1 already deleted")]],
    steps: [dele(1), { do: "dele", numbers: [1], refusals: ["message 1 already deleted"] }],
  },
  {
    name: "a marked message cannot be retrieved",
    source: "RFC 1939 §5",
    risks: ["a mark is taken back"],
    connections: [
      [
        ...SIGNED_IN,
        on("DELE 1", "+OK"),
        on("RETR 1", "-ERR message 1 was deleted"),
        on("RSET", "+OK"),
        sends(1, "hi\r\n"),
        on("DELE 1", "+OK"),
      ],
    ],
    steps: [
      dele(1),
      retr(1, "", refusedWith("message 1 was deleted")),
      { do: "rset" },
      retr(1, "hi\r\n"),
      dele(1),
      { do: "drop" },
    ],
  },
  {
    name: "one mark is taken back by RSET and DELE for the others",
    source: "POP3 has no un-DELE for one message",
    risks: ["a mark is taken back", "pipelining"],
    connections: [
      [
        ...PIPELINED,
        on("DELE 1", "+OK"),
        on("DELE 2", "+OK"),
        on("DELE 3", "+OK"),
        on("RSET", "+OK"),
        on("DELE 1", "+OK"),
        on("DELE 3", "+OK"),
        on("QUIT", "+OK"),
      ],
    ],
    steps: [dele(1, 2, 3), { do: "unmark", keep: [1, 3] }, quit()],
    together: ["RSET\r\nDELE 1\r\nDELE 3\r\n"],
  },
  {
    name: "a cut between RSET and DELE errs on the side of fewer deletions",
    source: "a connection lost while a mark is taken back",
    risks: ["a mark is taken back"],
    connections: [
      [...PIPELINED, on("DELE 1", "+OK"), on("DELE 2", "+OK"), { ...on("RSET", "+OK"), cut: "fin" }],
      [...PIPELINED, ...maildrop([1, "a"], [2, "b"])],
    ],
    steps: [
      dele(1, 2),
      { do: "unmark", keep: [1], fails: gone(["closed", "network"]) },
      { do: "reopen" },
      reads([
        [1, "a"],
        [2, "b"],
      ]),
    ],
  },
  {
    name: "RSET refused",
    source: "-ERR on a verb: RFC 1939 §5 knows no refusal",
    risks: ["-ERR on a verb", "a mark is taken back"],
    connections: [[...SIGNED_IN, on("DELE 1", "+OK"), on("RSET", "-ERR not implemented")]],
    steps: [dele(1), { do: "rset", fails: refusedWith("not implemented", { verb: "RSET" }) }, { do: "drop" }],
  },
  {
    name: "QUIT that answers -ERR: some messages were not removed",
    source: "RFC 1939 §6",
    risks: ["update failure"],
    connections: [
      [
        ...SIGNED_IN,
        on("DELE 1", "+OK"),
        on("DELE 2", "+OK"),
        on("QUIT", "-ERR some deleted messages not removed"),
      ],
      [...SIGNED_IN, ...maildrop([2, "b"])],
    ],
    steps: [
      dele(1, 2),
      quit("err", "some deleted messages not removed"),
      { do: "reopen" },
      reads([[2, "b"]]),
    ],
  },
  {
    name: "QUIT whose reply is lost: what was removed is unknown",
    source: "cut before the QUIT reply",
    risks: ["cut before the QUIT reply"],
    connections: [
      [...SIGNED_IN, on("DELE 1", "+OK"), { expect: "QUIT", cut: "fin" }],
      [...SIGNED_IN, ...maildrop([2, "b"])],
    ],
    steps: [
      dele(1),
      { do: "quit", status: "ok", fails: gone("closed") },
      { do: "reopen" },
      reads([[2, "b"]]),
    ],
  },
  {
    name: "QUIT whose reply is cut in the middle is not taken for +OK",
    source: "cut before the QUIT reply",
    risks: ["cut before the QUIT reply"],
    connections: [[...SIGNED_IN, on("DELE 1", "+OK"), { expect: "QUIT", send: "+OK by", cut: "fin" }]],
    steps: [dele(1), { do: "quit", status: "ok", fails: gone("closed") }],
  },
  {
    name: "QUIT answered by a reset",
    source: "cut before the QUIT reply",
    risks: ["cut before the QUIT reply"],
    connections: [[...SIGNED_IN, on("DELE 1", "+OK"), { expect: "QUIT", cut: "reset" }]],
    steps: [dele(1), { do: "quit", status: "ok", fails: gone("network") }],
  },
  {
    name: "QUIT that is never answered",
    source: "expunging that hangs",
    risks: ["a deadline for QUIT"],
    connections: [[...SIGNED_IN, on("DELE 1", "+OK"), { expect: "QUIT" }]],
    setUp: { deadlines: { quitMs: 150 } },
    steps: [dele(1), { do: "quit", status: "ok", fails: gone("timeout", { verb: "QUIT" }) }],
  },
  {
    name: "QUIT that is answered late",
    source: "expunging a large maildrop is slow",
    risks: ["a late reply"],
    connections: [[...SIGNED_IN, on("DELE 1", "+OK"), { ...on("QUIT", "+OK at last"), delayMs: 60 }]],
    steps: [dele(1), quit("ok", "at last")],
  },
  {
    name: "QUIT after a session that is gone is not sent",
    source: "a session that is gone does not enter UPDATE",
    risks: ["DELE without QUIT"],
    connections: [[...SIGNED_IN, { ...on("DELE 1", "+OK"), cut: "fin" }]],
    steps: [
      dele(1),
      { do: "lost", error: gone("closed") },
      { do: "quit", status: "ok", fails: gone("closed") },
    ],
  },
  {
    name: "QUIT in the middle of nothing removes nothing",
    source: "RFC 1939 §6",
    risks: ["DELE without QUIT"],
    connections: [[...SIGNED_IN, on("QUIT", "+OK dewey POP3 server signing off (2 messages left)")]],
    steps: [quit("ok", "dewey POP3 server signing off (2 messages left)")],
  },
];
