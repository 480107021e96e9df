import type { Turn } from "../../../../support/line/scripted-server.ts";
import type { Dialogue } from "../dialogue.ts";
import { capa, dele, list, on, quit, reads, refusedWith, retr, say, sends } from "../turns.ts";

const SOURCE = "written from its source, version 3";
const GREETING = say(
  "+OK <1698.1700000000@james.example.test> james.example.test POP3 server (JAMES POP3 Server ) ready ",
);
/** UIDL and TOP are told after the sign-in alone, STLS before it. */
const BEFORE = list("CAPA", "+OK Capability list follows", "PIPELINING", "USER", "STLS");
const AFTER = list("CAPA", "+OK Capability list follows", "PIPELINING", "USER", "UIDL", "TOP");
const FIRST_ID = "fa15bd80-7a4d-11ee-9f1d-3f5c5f5f8a11";
const SECOND_ID = "fa1e9720-7a4d-11ee-9f1d-3f5c5f5f8a11";
const SIGNED_IN: readonly Turn[] = [
  GREETING,
  BEFORE,
  on("USER mrose", "+OK"),
  on("PASS tanstaaf", "+OK Welcome mrose"),
  AFTER,
];
const MAILDROP: readonly Turn[] = [
  on("STAT", "+OK 2 30"),
  list("LIST", "+OK 2 30", "1 10", "2 20"),
  list("UIDL", "+OK unique-id listing follows", `1 ${FIRST_ID}`, `2 ${SECOND_ID}`),
];
const BOTH = reads([
  [10, FIRST_ID],
  [20, SECOND_ID],
]);

/** Apache James: no response codes, capabilities by state, and numbers that shift in LIST. */
export const JAMES: readonly Dialogue[] = [
  {
    name: "James, from its greeting to its goodbye",
    source: SOURCE,
    risks: ["Apache James", "pipelining"],
    connections: [
      [
        ...SIGNED_IN,
        ...MAILDROP,
        sends(1, "hi\r\n", "+OK Message follows"),
        on("DELE 1", "+OK Message deleted"),
        on("QUIT", "+OK Apache James POP3 Server signing off."),
      ],
    ],
    signedInWith: "USER",
    capabilities: ["PIPELINING", "USER", "UIDL", "TOP"],
    steps: [BOTH, retr(1, "hi\r\n"), dele(1), quit("ok", "Apache James POP3 Server signing off.")],
    together: ["STAT\r\nLIST\r\nUIDL\r\n"],
  },
  {
    name: "James numbers LIST anew behind a mark, and UIDL not: LIST is read before any mark",
    source: `${SOURCE}: LIST counts what is left from 1, UIDL keeps the numbers of login`,
    risks: ["Apache James", "numbers with gaps", "a message between UIDL and LIST"],
    connections: [
      [
        ...SIGNED_IN,
        ...MAILDROP,
        on("DELE 1", "+OK Message deleted"),
        on("STAT", "+OK 1 20"),
        list("LIST", "+OK 1 20", "1 20"),
        list("UIDL", "+OK unique-id listing follows", `2 ${SECOND_ID}`),
      ],
    ],
    steps: [
      BOTH,
      dele(1),
      { do: "inventory", messages: 1, octets: 20, list: [[1, 20]], uidl: [[2, SECOND_ID]] },
      { do: "drop" },
    ],
  },
  {
    name: "James and a wrong password",
    source: SOURCE,
    risks: ["Apache James"],
    connections: [
      [GREETING, BEFORE, on("USER mrose", "+OK"), on("PASS tanstaaf", "-ERR Authentication failed.")],
    ],
    refused: { kind: "auth", isUsable: true, stage: "login", serverText: "Authentication failed." },
  },
  {
    name: "James whose mailbox store is away says so without a code",
    source: SOURCE,
    risks: ["Apache James", "response codes told apart"],
    connections: [
      [
        GREETING,
        BEFORE,
        on("USER mrose", "+OK"),
        on("PASS tanstaaf", "-ERR Unexpected error accessing mailbox"),
      ],
    ],
    refused: { kind: "auth", isUsable: true, serverText: "Unexpected error accessing mailbox" },
  },
  {
    name: "James and numbers that are not there",
    source: SOURCE,
    risks: ["Apache James", "-ERR on a verb"],
    connections: [
      [
        ...SIGNED_IN,
        on("RETR 9", "-ERR Message (9) does not exist."),
        on("DELE 1", "+OK Message deleted"),
        on("DELE 1", "-ERR Message (1) already deleted."),
        on("UIDL 1", "-ERR Message (1) already deleted."),
        on("UIDL 2", `+OK 2 ${SECOND_ID}`),
      ],
    ],
    steps: [
      retr(9, "", refusedWith("Message (9) does not exist.")),
      dele(1),
      { do: "dele", numbers: [1], refusals: ["Message (1) already deleted."] },
      { do: "ask", verb: "UIDL", args: [1], status: "err", text: "Message (1) already deleted." },
      { do: "ask", verb: "UIDL", args: [2], text: `2 ${SECOND_ID}` },
      { do: "drop" },
    ],
  },
  {
    name: "James that could not remove all",
    source: SOURCE,
    risks: ["Apache James", "update failure"],
    connections: [
      [
        ...SIGNED_IN,
        on("DELE 1", "+OK Message deleted"),
        on("QUIT", "-ERR Some deleted messages were not removed"),
      ],
    ],
    steps: [dele(1), quit("err", "Some deleted messages were not removed")],
  },
  {
    name: "James by STLS: the list inside TLS is another",
    source: SOURCE,
    risks: ["Apache James", "capabilities forgotten after STLS"],
    connections: [
      [
        GREETING,
        BEFORE,
        { ...on("STLS", "+OK Begin TLS negotiation"), startTls: true },
        capa("PIPELINING", "USER"),
        on("USER mrose", "+OK"),
        on("PASS tanstaaf", "+OK Welcome mrose"),
        AFTER,
      ],
    ],
    setUp: { security: "starttls" },
    signedInWith: "USER",
  },
  {
    name: "James 2 with two figures behind LIST and no CAPA",
    source: "written from documentation: sessions of James 2.3 in walk-throughs",
    risks: ["Apache James", "no CAPA"],
    connections: [
      [
        say("+OK solidstate POP3 server (JAMES POP3 Server 2.3.2) ready "),
        on("CAPA", "-ERR"),
        on("USER mrose", "+OK"),
        on("PASS tanstaaf", "+OK Welcome mrose"),
        on("CAPA", "-ERR"),
        on("STAT", "+OK 2 1945"),
        list("LIST", "+OK 2 1945", "1 1109", "2 836"),
        list("UIDL", "+OK unique-id listing follows", "1 Mail1503422270399-1", "2 Mail1503422270399-2"),
      ],
    ],
    steps: [
      reads([
        [1_109, "Mail1503422270399-1"],
        [836, "Mail1503422270399-2"],
      ]),
    ],
  },
];
