import type { Turn } from "../../../../support/line/scripted-server.ts";
import type { Dialogue } from "../dialogue.ts";
import { dele, gone, list, on, quit, reads, refusedWith, retr, say, sends, top } from "../turns.ts";

const SOURCE = "written from its source, version 9";
const GRACE_MS = 5_100;
/** What is waited once the server has done it before. */
const KNOWN_GRACE_MS = 250;
const GREETING = say("+OK Citadel POP3 server ready.");
const CAPABILITIES = ["TOP", "USER", "UIDL", "IMPLEMENTATION Citadel 9"];
const CAPA = list("CAPA", "+OK Capability list follows", ...CAPABILITIES);
const USER = on("USER mrose", "+OK Password required for mrose");
const SIGNED_IN: readonly Turn[] = [
  GREETING,
  CAPA,
  USER,
  on("PASS tanstaaf", "+OK Marshall Rose is logged in (2 messages)"),
  CAPA,
];

/** A bulletin board's server: unique-ids are plain numbers, STLS works and is not listed. */
export const CITADEL: readonly Dialogue[] = [
  {
    name: "Citadel, whose unique-ids are its message numbers",
    source: SOURCE,
    risks: ["Citadel", "odd unique-ids"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK Here's your mail:", "1 10", "2 20"),
        list("UIDL", "+OK Here's your mail:", "1 2", "2 1"),
        sends(2, "hi\r\n", "+OK Message 2:"),
        on("DELE 2", "+OK Message 2 deleted."),
        on("QUIT", "+OK Goodbye..."),
      ],
    ],
    capabilities: CAPABILITIES,
    steps: [
      // Unique-id 2 is message 1: whoever takes one for the other deletes the wrong mail.
      reads([
        [10, "2"],
        [20, "1"],
      ]),
      retr(2, "hi\r\n"),
      dele(2),
      quit("ok", "Goodbye..."),
    ],
  },
  {
    name: "Citadel says goodbye before it removes anything",
    source: `${SOURCE}: QUIT is answered first, UPDATE follows`,
    risks: ["Citadel", "locks differ"],
    connections: [
      [...SIGNED_IN, on("DELE 1", "+OK Message 1 deleted."), { ...on("QUIT", "+OK Goodbye..."), cut: "fin" }],
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK Here's your mail:", "1 10", "2 20"),
        list("UIDL", "+OK Here's your mail:", "1 700", "2 701"),
      ],
    ],
    steps: [
      dele(1),
      quit("ok"),
      { do: "reopen" },
      reads([
        [10, "700"],
        [20, "701"],
      ]),
    ],
  },
  {
    name: "Citadel by STLS that it does not list",
    source: `${SOURCE}; observers of a running one say the same`,
    risks: ["Citadel", "capabilities that lie"],
    connections: [
      [
        GREETING,
        CAPA,
        { ...on("STLS", "+OK Begin TLS negotiation now"), startTls: true },
        CAPA,
        USER,
        on("PASS tanstaaf", "+OK Marshall Rose is logged in (0 messages)"),
        CAPA,
      ],
    ],
    setUp: { security: "starttls" },
    signedInWith: "USER",
  },
  {
    name: "Citadel built without TLS",
    source: SOURCE,
    risks: ["Citadel", "STLS stripped"],
    connections: [[GREETING, CAPA, on("STLS", "-ERR Not logged in.")]],
    setUp: { security: "starttls" },
    refused: gone("noTls", { stage: "tls", serverText: "Not logged in." }),
  },
  {
    name: "Citadel and a user that it does not know",
    source: SOURCE,
    risks: ["Citadel"],
    connections: [[GREETING, CAPA, on("USER mrose", "-ERR No such user.")]],
    refused: { kind: "auth", isUsable: true, verb: "USER", serverText: "No such user." },
  },
  {
    name: "Citadel and a wrong password",
    source: SOURCE,
    risks: ["Citadel"],
    connections: [[GREETING, CAPA, USER, on("PASS tanstaaf", "-ERR That is NOT the password.")]],
    refused: { kind: "auth", isUsable: true, verb: "PASS", serverText: "That is NOT the password." },
  },
  {
    name: "Citadel whose mailbox room is gone",
    source: SOURCE,
    risks: ["Citadel"],
    connections: [[GREETING, CAPA, USER, on("PASS tanstaaf", "-ERR Can't open your mailbox")]],
    refused: { kind: "auth", isUsable: true, serverText: "Can't open your mailbox" },
  },
  {
    name: "Citadel's TOP ends with LF, dot, CRLF and then silence",
    source: `${SOURCE}: the line behind the last one wanted is cut off, and LF alone written for it`,
    risks: ["Citadel", "a terminator without its LF", "a bare-LF dot line inside a CRLF message"],
    connections: [
      [
        ...SIGNED_IN,
        { expect: "TOP 1 0", send: "+OK Message 1:\r\nSubject: a\r\n\r\n\n.\r\n" },
        { expect: "TOP 2 0", send: "+OK Message 2:\r\nSubject: b\r\n\r\n\n.\r\n" },
      ],
    ],
    setUp: { clock: "ours" },
    steps: [
      { do: "top", number: 1, lines: 0, message: "Subject: a\r\n\r\n\n.\r\n", passMs: GRACE_MS },
      { do: "top", number: 2, lines: 0, message: "Subject: b\r\n\r\n\n.\r\n", passMs: KNOWN_GRACE_MS },
    ],
  },
  {
    name: "Citadel's TOP does not stuff dots, its RETR does",
    source: `${SOURCE}: a signature's dot line ends the reply early`,
    risks: ["Citadel", "no dot-stuffing"],
    connections: [
      [
        ...SIGNED_IN,
        sends(1, "hi\r\n..\r\nsigned, a dot\r\n", "+OK Message 1:"),
        { expect: "TOP 1 9", send: "+OK Message 1:\r\nhi\r\n.\r\nsigned, a dot\r\n.\r\n" },
      ],
    ],
    steps: [
      retr(1, "hi\r\n.\r\nsigned, a dot\r\n"),
      top(1, 9, "hi\r\n"),
      { do: "lost", error: gone("protocol") },
    ],
  },
  {
    name: "Citadel and numbers that are not there",
    source: SOURCE,
    risks: ["Citadel", "-ERR on a verb"],
    connections: [
      [
        ...SIGNED_IN,
        on("RETR 9", "-ERR No such message."),
        on("LIST 9", "-ERR no such message, only 2 are here"),
        on("DELE 1", "+OK Message 1 deleted."),
        on("DELE 1", "-ERR You already deleted that message."),
        on("RETR 1", "-ERR Sorry, you deleted that message."),
        on("RSET", "+OK Reset completed."),
      ],
    ],
    steps: [
      retr(9, "", refusedWith("No such message.")),
      { do: "ask", verb: "LIST", args: [9], status: "err", text: "no such message, only 2 are here" },
      dele(1),
      { do: "dele", numbers: [1], refusals: ["You already deleted that message."] },
      retr(1, "", refusedWith("Sorry, you deleted that message.")),
      { do: "rset" },
    ],
  },
];
