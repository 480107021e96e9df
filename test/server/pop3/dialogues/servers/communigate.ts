import type { Turn } from "../../../../support/line/scripted-server.ts";
import type { Dialogue } from "../dialogue.ts";
import { base64, dele, gone, list, on, quit, reads, say, sends, retr } from "../turns.ts";

const SOURCE = "written from documentation, version 6";
const GREETING = say("+OK CommuniGate Pro POP3 Server 6.1.9 ready <2.1700000000@mail.example.test>");
/** What its manual says it supports; the order and the words of its replies were not seen. */
const CAPABILITIES = [
  "TOP",
  "USER",
  "UIDL",
  "XTND XMIT",
  "EXPIRE NEVER",
  "PIPELINING",
  "RESP-CODES",
  "AUTH-RESP-CODE",
  "SASL LOGIN PLAIN CRAM-MD5 DIGEST-MD5 GSSAPI",
  "IMPLEMENTATION CommuniGatePro",
];
const CAPA = list("CAPA", "+OK capabilities", ...CAPABILITIES);
const CLOSED = "+OK CommuniGate Pro POP3 Server connection closed";
const CHALLENGE = base64("<3.1700000000@mail.example.test>");

function signedIn(): Turn[] {
  return [
    GREETING,
    CAPA,
    on("AUTH CRAM-MD5", `+ ${CHALLENGE}`),
    on(/^[A-Za-z0-9+/]+=*$/, "+OK 2 messages"),
    CAPA,
  ];
}

function refuses(line: string): Turn[] {
  return [GREETING, CAPA, on("AUTH CRAM-MD5", `+ ${CHALLENGE}`), on(/^[A-Za-z0-9+/]+=*$/, line)];
}

/** CommuniGate Pro: APOP and CRAM-MD5 side by side, XTND XMIT among the capabilities, response codes. */
export const COMMUNIGATE: readonly Dialogue[] = [
  {
    name: "CommuniGate Pro, from its greeting to its goodbye",
    source: SOURCE,
    risks: ["CommuniGate Pro", "mechanism CRAM-MD5"],
    connections: [
      [
        ...signedIn(),
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK 2 messages, 30 bytes", "1 10", "2 20"),
        list("UIDL", "+OK", "1 1-1700000000", "2 2-1700000000"),
        sends(2, "hi\r\n", "+OK 20 bytes"),
        on("DELE 2", "+OK marked deleted"),
        { ...on("QUIT", CLOSED), cut: "fin" },
      ],
    ],
    signedInWith: "CRAM-MD5",
    capabilities: CAPABILITIES,
    steps: [
      reads([
        [10, "1-1700000000"],
        [20, "2-1700000000"],
      ]),
      retr(2, "hi\r\n"),
      dele(2),
      quit("ok", "CommuniGate Pro POP3 Server connection closed"),
    ],
    together: ["STAT\r\nLIST\r\nUIDL\r\n"],
  },
  {
    name: "CommuniGate Pro by APOP",
    source: `${SOURCE}: the greeting holds a timestamp where APOP is allowed`,
    risks: ["CommuniGate Pro", "a timestamp anywhere in the greeting"],
    connections: [[GREETING, CAPA, on(/^APOP mrose [0-9a-f]{32}$/, "+OK 2 messages"), CAPA]],
    setUp: { mechanism: "APOP" },
    signedInWith: "APOP",
  },
  {
    name: "CommuniGate Pro knows XTND XMIT, and we send no mail through it",
    source: `${SOURCE}: mail handed in over POP3; a capability that is not ours to use`,
    risks: ["CommuniGate Pro", "words that nobody knows"],
    connections: [[...signedIn(), sends(1, "hi\r\n", "+OK")]],
    steps: [retr(1, "hi\r\n")],
    hides: ["C XTND"],
  },
  {
    name: "CommuniGate Pro whose account is being moved: [SYS/TEMP]",
    source: `${SOURCE}; RFC 3206 §4`,
    risks: ["CommuniGate Pro", "[SYS/TEMP]"],
    connections: [refuses("-ERR [SYS/TEMP] account is temporarily unavailable")],
    refused: {
      kind: "sysTemp",
      isUsable: true,
      verb: "AUTH",
      responseCode: "SYS/TEMP",
      serverText: "[SYS/TEMP] account is temporarily unavailable",
    },
  },
  {
    name: "CommuniGate Pro and a wrong password",
    source: `${SOURCE}; RFC 3206 §5`,
    risks: ["CommuniGate Pro", "[AUTH] alone blames the password"],
    connections: [refuses("-ERR [AUTH] access denied")],
    refused: { kind: "auth", isUsable: true, responseCode: "AUTH" },
  },
  {
    name: "CommuniGate Pro opens another mailbox of the account by its name",
    source: `${SOURCE}: the mailbox's name, #, the account's name`,
    risks: ["CommuniGate Pro"],
    connections: [
      [
        GREETING,
        list("CAPA", "+OK capabilities", "TOP", "USER", "UIDL"),
        on("USER archive#mrose", "+OK please send the PASS"),
        on("PASS tanstaaf", "+OK 0 messages"),
        list("CAPA", "+OK capabilities", "TOP", "USER", "UIDL"),
      ],
    ],
    setUp: { user: "archive#mrose" },
    signedInWith: "USER",
  },
  {
    name: "CommuniGate Pro hangs up on too many sessions",
    source: `${SOURCE}: limits for each account and address`,
    risks: ["CommuniGate Pro", "-ERR as greeting"],
    connections: [[{ send: "-ERR too many connections from your network\r\n", cut: "fin" }]],
    refused: gone("refused", { stage: "greeting", serverText: "too many connections from your network" }),
  },
];
