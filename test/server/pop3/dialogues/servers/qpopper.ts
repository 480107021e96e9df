import type { Turn } from "../../../../support/line/scripted-server.ts";
import type { Dialogue } from "../dialogue.ts";
import { dele, gone, list, on, quit, reads, refusedWith, retr, say, sends, top } from "../turns.ts";

const SOURCE = "written from its source, version 4.0";
const GREETING =
  "+OK Qpopper (version 4.0.5) at pop.example.test starting.  <30396.1126730747@pop.example.test>";
/** RFC 2449's list in Qpopper's order; no PIPELINING and no SASL. */
const CAPA = list(
  "CAPA",
  "+OK Capability list follows",
  "TOP",
  "USER",
  "LOGIN-DELAY 0",
  "EXPIRE NEVER",
  "UIDL",
  "RESP-CODES",
  "AUTH-RESP-CODE",
  "X-MANGLE",
  "X-MACRO",
  "X-LOCALTIME Sun, 11 Sep 2005 20:45:47 +0000",
  "IMPLEMENTATION Qpopper-version-4.0.5",
);
const USER = on("USER mrose", "+OK Password required for mrose.");

function signedIn(count: number, octets: number): Turn[] {
  const welcome = `+OK mrose has ${count} visible messages (0 hidden) in ${octets} octets.`;
  return [say(GREETING), CAPA, USER, on("PASS tanstaaf", welcome), CAPA];
}

function refuses(line: string): Turn[] {
  return [say(GREETING), CAPA, USER, { ...on("PASS tanstaaf", line, GOODBYE), cut: "fin" }];
}

/** Its last words, behind whatever ended the session: +OK even where that was an -ERR. */
const GOODBYE = "+OK Pop server at pop.example.test signing off.";
const FIRST = "Subject: one\r\n\r\n1\r\n2\r\n";
const SECOND = "Subject: two\r\n\r\n..\r\n";
const THIRD = "Subject: three\r\n\r\n3\r\n";

/** Qualcomm's server: response codes for everything, and two lines where one is awaited. */
export const QPOPPER: readonly Dialogue[] = [
  {
    name: "Qpopper, read and emptied by hand",
    source: "written from documentation: the session that tutorials show, texts from its source",
    risks: ["Qpopper", "numbers with gaps"],
    connections: [
      [
        ...signedIn(3, 117),
        on("STAT", "+OK 3 117"),
        list("LIST", "+OK 3 visible messages (117 octets)", "1 50", "2 30", "3 37"),
        list("UIDL", "+OK uidl command accepted.", '1 )X"!0>p"!"$=!', "2 -Y!!^g!!", "3 Q;e9!"),
        { expect: "TOP 1 10", send: `+OK Message follows\r\n${FIRST}.\r\n` },
        { expect: "TOP 2 10", send: `+OK Message follows\r\n${SECOND}.\r\n` },
        { expect: "TOP 3 5", send: `+OK Message follows\r\n${THIRD}.\r\n` },
        on("DELE 3", "+OK Message 3 has been deleted."),
        sends(2, SECOND, "+OK 30 octets"),
        on("DELE 2", "+OK Message 2 has been deleted."),
        on("DELE 1", "+OK Message 1 has been deleted."),
        { ...on("QUIT", GOODBYE), cut: "fin" },
      ],
    ],
    signedInWith: "USER",
    steps: [
      reads([
        [50, ')X"!0>p"!"$=!'],
        [30, "-Y!!^g!!"],
        [37, "Q;e9!"],
      ]),
      top(1, 10, FIRST),
      top(2, 10, "Subject: two\r\n\r\n.\r\n"),
      top(3, 5, THIRD),
      dele(3),
      retr(2, "Subject: two\r\n\r\n.\r\n"),
      dele(2),
      dele(1),
      quit("ok", "Pop server at pop.example.test signing off."),
    ],
  },
  {
    name: "Qpopper's lock is busy",
    source: SOURCE,
    risks: ["Qpopper", "[IN-USE] taken for a wrong password"],
    connections: [refuses("-ERR [IN-USE] /var/mail/.mrose.pop lock busy!  Is another session active? (11)")],
    refused: {
      kind: "inUse",
      isUsable: true,
      stage: "login",
      responseCode: "IN-USE",
      serverText: "[IN-USE] /var/mail/.mrose.pop lock busy!  Is another session active? (11)",
    },
  },
  {
    name: "Qpopper and a wrong password",
    source: SOURCE,
    risks: ["Qpopper", "[AUTH] alone blames the password"],
    connections: [refuses('-ERR [AUTH] Password supplied for "mrose" is incorrect.')],
    refused: {
      kind: "auth",
      isUsable: true,
      responseCode: "AUTH",
      serverText: '[AUTH] Password supplied for "mrose" is incorrect.',
    },
  },
  {
    name: "Qpopper and an account that has expired",
    source: SOURCE,
    risks: ["Qpopper", "response codes told apart"],
    connections: [refuses('-ERR [AUTH] "mrose": account expired.')],
    refused: { kind: "auth", isUsable: true, serverText: '[AUTH] "mrose": account expired.' },
  },
  {
    name: "Qpopper without room for its copy of the maildrop",
    source: SOURCE,
    risks: ["Qpopper", "[SYS/TEMP]"],
    connections: [refuses("-ERR [SYS/TEMP] flock: '/var/mail/.mrose.pop': No locks available (37)")],
    refused: { kind: "sysTemp", isUsable: true, responseCode: "SYS/TEMP" },
  },
  {
    name: "Qpopper whose temporary file has two links",
    source: SOURCE,
    risks: ["Qpopper", "response codes told apart"],
    connections: [refuses("-ERR [SYS/PERM] Your temporary file appears to have more than one link.")],
    refused: { kind: "sysPerm", isUsable: true, responseCode: "SYS/PERM" },
  },
  {
    name: "Qpopper refuses APOP with two lines",
    source: `${SOURCE}; vmime's comments show the same`,
    risks: ["Qpopper", "APOP refused before a hang-up"],
    connections: [
      [
        say(GREETING),
        CAPA,
        {
          ...on(
            /^APOP mrose [0-9a-f]{32}$/,
            '-ERR [AUTH] Password supplied for "mrose" is incorrect.',
            GOODBYE,
          ),
          cut: "fin",
        },
      ],
    ],
    setUp: { mechanism: "APOP" },
    refused: { kind: "auth", isUsable: true, verb: "APOP" },
  },
  {
    name: "Qpopper set to say little",
    source: `${SOURCE}: shy mode greets without its name and hides IMPLEMENTATION until login`,
    risks: ["Qpopper", "no timestamp"],
    connections: [
      [
        say("+OK ready  "),
        list(
          "CAPA",
          "+OK Capability list follows",
          "TOP",
          "USER",
          "EXPIRE NEVER",
          "UIDL",
          "RESP-CODES",
          "AUTH-RESP-CODE",
        ),
        USER,
        on("PASS tanstaaf", "+OK mrose has 0 visible messages (0 hidden) in 0 octets."),
        CAPA,
      ],
    ],
    signedInWith: "USER",
    expireDays: Number.POSITIVE_INFINITY,
  },
  {
    name: "Qpopper and a number that is out of range",
    source: SOURCE,
    risks: ["Qpopper", "-ERR on a verb"],
    connections: [
      [
        ...signedIn(1, 10),
        on("RETR 9", "-ERR Message 9 does not exist."),
        on("DELE 1", "+OK Message 1 has been deleted."),
        on("DELE 1", "-ERR Message 1 has already been deleted."),
        on("UIDL 1", "-ERR Message 1 has been marked for deletion."),
        on("LIST 1", "-ERR Message 1 has been deleted."),
      ],
    ],
    steps: [
      retr(9, "", refusedWith("Message 9 does not exist.")),
      dele(1),
      { do: "dele", numbers: [1], refusals: ["Message 1 has already been deleted."] },
      { do: "ask", verb: "UIDL", args: [1], status: "err", text: "Message 1 has been marked for deletion." },
      { do: "ask", verb: "LIST", args: [1], status: "err", text: "Message 1 has been deleted." },
      { do: "drop" },
    ],
  },
  {
    name: "Qpopper hides messages: numbers count what is visible",
    source: SOURCE,
    risks: ["Qpopper", "numbers with gaps"],
    connections: [
      [
        ...signedIn(2, 30),
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK 2 visible messages (30 octets)", "1 10", "2 20"),
        list("UIDL", "+OK uidl command accepted.", "1 a", "2 b"),
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
    name: "Qpopper cannot write the maildrop back",
    source: "written from known behaviour: QUIT may fail (RFC 1939 §6), and its goodbye follows every end",
    risks: ["Qpopper", "update failure"],
    connections: [
      [
        ...signedIn(1, 10),
        on("DELE 1", "+OK Message 1 has been deleted."),
        { ...on("QUIT", "-ERR [SYS/TEMP] maildrop not updated", GOODBYE), cut: "fin" },
      ],
    ],
    steps: [dele(1), quit("err", "[SYS/TEMP] maildrop not updated")],
  },
  {
    name: "Qpopper set to update on an abort: marks are taken back before a hang-up",
    source: `${SOURCE}: with update-on-abort a lost connection enters UPDATE as QUIT does`,
    risks: ["Qpopper", "DELE without QUIT", "a mark is taken back"],
    connections: [
      [
        ...signedIn(1, 10),
        on("DELE 1", "+OK Message 1 has been deleted."),
        on("RSET", "+OK Maildrop has 1 messages (10 octets)"),
      ],
    ],
    steps: [dele(1), { do: "rset" }, { do: "drop" }],
  },
  {
    name: "Qpopper after a silence: -ERR and +OK, then a hang-up",
    source: `${SOURCE}: a timeout is told, and the goodbye follows`,
    risks: ["Qpopper", "a goodbye is told"],
    connections: [
      [...signedIn(0, 0), { send: `-ERR POP timeout from pop.example.test\r\n${GOODBYE}\r\n`, cut: "fin" }],
    ],
    // The reason is what a person is told, not the last words.
    steps: [{ do: "lost", error: gone("closed", { serverText: "POP timeout from pop.example.test" }) }],
  },
];
