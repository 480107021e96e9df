import type { Turn } from "../../../../support/line/scripted-server.ts";
import type { Dialogue } from "../dialogue.ts";
import { dele, gone, list, on, quit, reads, refusedWith, retr, say, signedIn as plainly } from "../turns.ts";

const SOURCE = "written from its source, version 0.3";
const GREETING = "+OK Teapop [v0.3.8] - Teaspoon stirs around again <1132000000.2AF3B9C1@Llywellyn>";
const CAPABILITIES = [
  "TOP",
  "USER",
  "LOGIN-DELAY 900",
  "UIDL",
  "EXPIRE NEVER",
  "IMPLEMENTATION Teapop-v0.3.8",
];
const CAPA = list("CAPA", "+OK These are my limits, Sir", ...CAPABILITIES);
const USER = on("USER mrose", "+OK Welcome, do you have any type of ID?");
const SIGNED_IN: readonly Turn[] = [
  say(GREETING),
  CAPA,
  USER,
  on("PASS tanstaaf", "+OK I'm ready to serve you, Master."),
  CAPA,
];

/** A butler: no response codes, so that a busy lock looks like any refusal and only its words tell. */
export const TEAPOP: readonly Dialogue[] = [
  {
    name: "Teapop, from its greeting to its goodbye",
    source: SOURCE,
    risks: ["Teapop", "[LOGIN-DELAY]"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK These are my measures.", "1 10", "2 20"),
        list("UIDL", "+OK Here comes the id's.", "1 5f1a", "2 5f1b"),
        on("DELE 2", "+OK Bye bye, letter"),
        on("QUIT", "+OK It has been a pleasure serving you."),
      ],
    ],
    capabilities: CAPABILITIES,
    loginDelayMs: 900_000,
    expireDays: Number.POSITIVE_INFINITY,
    steps: [
      reads([
        [10, "5f1a"],
        [20, "5f1b"],
      ]),
      dele(2),
      quit("ok", "It has been a pleasure serving you."),
    ],
  },
  {
    name: "Teapop's lock is told in words alone",
    source: SOURCE,
    risks: ["Teapop", "[IN-USE] taken for a wrong password"],
    connections: [[say(GREETING), CAPA, USER, on("PASS tanstaaf", "-ERR Mailbox already locked.")]],
    // Words are shown, never matched: without a code it is a refused sign-in.
    refused: { kind: "auth", isUsable: true, stage: "login", serverText: "Mailbox already locked." },
  },
  {
    name: "Teapop and a wrong password",
    source: SOURCE,
    risks: ["Teapop"],
    connections: [
      [
        say(GREETING),
        CAPA,
        USER,
        on("PASS tanstaaf", "-ERR Incorrect password...or maybe you don't even have an account here?"),
      ],
    ],
    refused: {
      kind: "auth",
      isUsable: true,
      serverText: "Incorrect password...or maybe you don't even have an account here?",
    },
  },
  {
    name: "Teapop by APOP, the timestamp at the greeting's end",
    source: SOURCE,
    risks: ["Teapop", "a timestamp anywhere in the greeting"],
    connections: [
      [say(GREETING), CAPA, on(/^APOP mrose [0-9a-f]{32}$/, "+OK I'm ready to serve you, Master."), CAPA],
    ],
    setUp: { mechanism: "APOP" },
    signedInWith: "APOP",
  },
  {
    name: "Teapop and what is not there any more",
    source: SOURCE,
    risks: ["Teapop", "-ERR on a verb"],
    connections: [
      [
        ...SIGNED_IN,
        on("DELE 1", "+OK Bye bye, letter"),
        on("DELE 1", "-ERR This one was already sent away."),
        on("RETR 1", "-ERR It got scared away and is gone"),
        on("RETR 7", "-ERR Nope, never heard of it."),
        on("RSET", "+OK Bye Bye flags."),
      ],
    ],
    steps: [
      dele(1),
      { do: "dele", numbers: [1], refusals: ["This one was already sent away."] },
      retr(1, "", refusedWith("It got scared away and is gone")),
      retr(7, "", refusedWith("Nope, never heard of it.")),
      { do: "rset" },
    ],
  },
  {
    name: "Teapop falls asleep before its client does",
    source: SOURCE,
    risks: ["Teapop", "a goodbye is told"],
    connections: [[...SIGNED_IN, { send: "-ERR Master, did you fall asleep? Bye.\r\n", cut: "fin" }]],
    steps: [{ do: "lost", error: gone("closed", { serverText: "Master, did you fall asleep? Bye." }) }],
  },
  {
    name: "Teapop set to remove what was retrieved",
    source: `${SOURCE}: EXPIRE 0 where it deletes by itself`,
    risks: ["Teapop"],
    connections: [
      plainly("TOP", "USER", "LOGIN-DELAY 900", "UIDL", "EXPIRE 0", "IMPLEMENTATION TeapopSSL-v0.3.8"),
    ],
    expireDays: 0,
    loginDelayMs: 900_000,
  },
];
