import type { Dialogue } from "../dialogue.ts";
import { capa, on, say } from "../turns.ts";

const TIMESTAMP = "<1896.697170952@dbc.mtview.ca.us>";
/** RFC 1939 §7: that timestamp and `tanstaaf`. */
const DIGEST = "c4c9334bac560ecc979e58001b3e22fb";
const APOP = `APOP mrose ${DIGEST}`;
const BY_APOP = { mechanism: "APOP" } as const;

/** APOP (RFC 1939 §7): only when it is asked for, and only with a strict timestamp. */
export const APOP_DIALOGUES: readonly Dialogue[] = [
  {
    name: "APOP with the RFC's own timestamp and password",
    source: "RFC 1939 §7",
    risks: ["a timestamp anywhere in the greeting", "secrets masked"],
    connections: [
      [
        say(`+OK POP3 server ready ${TIMESTAMP}`),
        capa(),
        on(APOP, "+OK maildrop has 1 message (369 octets)"),
        capa(),
      ],
    ],
    setUp: BY_APOP,
    signedInWith: "APOP",
    shows: ["C APOP mrose ••••••"],
    hides: [DIGEST],
  },
  {
    name: "a timestamp in the middle of the greeting, behind brackets that are none",
    source: "reported against MailKit",
    risks: ["a timestamp anywhere in the greeting"],
    connections: [
      [say(`+OK <not.one> POP3 ${TIMESTAMP} at <your service>`), capa(), on(APOP, "+OK"), capa()],
    ],
    setUp: BY_APOP,
    signedInWith: "APOP",
  },
  {
    name: "a greeting with <a.b.c> has no timestamp",
    source: "reported against curl",
    risks: ["a greeting with <a.b.c>", "no timestamp"],
    connections: [[say("+OK <mail.example.org> ready"), capa("USER")]],
    setUp: BY_APOP,
    refused: { kind: "noMechanism", isUsable: true, stage: "login" },
  },
  {
    name: "a greeting without a timestamp",
    source: "RFC 1939 §7: then there is no APOP",
    risks: ["no timestamp"],
    connections: [[say("+OK ready"), capa("USER")]],
    setUp: BY_APOP,
    refused: { kind: "noMechanism", isUsable: true, stage: "login" },
  },
  {
    name: "a timestamp with a blank or a control character is none",
    source: "CVE-2007-1558: an attacker chooses what is digested",
    risks: ["a greeting with <a.b.c>"],
    connections: [[say("+OK <18 96@dbc> <a\u0001b@c> <@> <a@>"), capa("USER")]],
    setUp: BY_APOP,
    refused: { kind: "noMechanism", isUsable: true, stage: "login" },
  },
  {
    name: "APOP is not chosen by itself",
    source: "servers announce a timestamp and then refuse it; MD5 is broken",
    risks: ["no timestamp"],
    connections: [
      [
        say(`+OK ready ${TIMESTAMP}`),
        capa("USER"),
        on("USER mrose", "+OK"),
        on("PASS tanstaaf", "+OK"),
        capa("USER"),
      ],
    ],
    signedInWith: "USER",
  },
  {
    name: "APOP refused before a hang-up is a refusal, not a lost connection",
    source: "reported against MailKit",
    risks: ["APOP refused before a hang-up"],
    connections: [
      [say(`+OK ready ${TIMESTAMP}`), capa(), { ...on(APOP, "-ERR permission denied"), cut: "fin" }],
    ],
    setUp: BY_APOP,
    refused: { kind: "auth", isUsable: true, verb: "APOP", serverText: "permission denied" },
  },
  {
    name: "APOP refused, and +OK signing off behind it",
    source: "Qpopper: two lines for one command, then a hang-up",
    risks: ["APOP refused before a hang-up", "two +OK for one command"],
    connections: [
      [
        say(`+OK ready ${TIMESTAMP}`),
        capa(),
        { ...on(APOP, "-ERR [AUTH] incorrect", "+OK signing off"), cut: "fin" },
      ],
    ],
    setUp: BY_APOP,
    refused: { kind: "auth", isUsable: true, verb: "APOP", serverText: "[AUTH] incorrect" },
  },
  {
    name: "the same timestamp in two greetings gives the same digest",
    source: "a repeated timestamp: whoever listened can replay it, and the client cannot know",
    risks: ["a repeated timestamp"],
    connections: [
      [say(`+OK ready ${TIMESTAMP}`), capa(), on(APOP, "+OK"), capa()],
      [say(`+OK ready ${TIMESTAMP}`), capa(), on(APOP, "+OK"), capa()],
    ],
    setUp: BY_APOP,
    steps: [{ do: "reopen" }],
    signedInWith: "APOP",
  },
  {
    name: "APOP carries a password that USER and PASS could not",
    source: "a line break is digested, never sent",
    risks: ["a password that holds a command"],
    connections: [[say(`+OK ready ${TIMESTAMP}`), capa(), on(/^APOP mrose [0-9a-f]{32}$/, "+OK"), capa()]],
    setUp: { mechanism: "APOP", password: "pw\r\nDELE 1" },
    signedInWith: "APOP",
  },
];
