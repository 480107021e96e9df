import type { Turn } from "../../../../support/line/scripted-server.ts";
import type { Dialogue } from "../dialogue.ts";
import { base64, dele, gone, list, on, quit, reads, refusedWith, retr, say, sends } from "../turns.ts";

const SOURCE = "written from its source, version 8";
/** The words of greeting and STLS are configured; these stand for them. */
const GREETING = say("+OK mail.example.test Zimbra POP3 server ready");
const PLAIN = base64("\0mrose\0tanstaaf");
/** An id is the item's number, a dot, and the message's digest in base64. */
const FIRST_ID = "257.XkqPbKfKqQy1nqgPM2Z+eN0H,jI=";
const SECOND_ID = "1258.8mq/b+VZQmF0mLAyNfqkEvbXcHE=";

function capa(expire: string, ...more: readonly string[]): Turn {
  const lines = ["TOP", "USER", "UIDL", ...more, `EXPIRE ${expire}`, "XOIP", "IMPLEMENTATION ZimbraInc"];
  return list("CAPA", "+OK Capability list follows", ...lines);
}

const SIGNED_IN: readonly Turn[] = [
  GREETING,
  capa("31 USER", "STLS", "SASL PLAIN"),
  on("AUTH PLAIN", "+ "),
  on(PLAIN, "+OK server ready"),
  capa("NEVER", "STLS", "SASL PLAIN"),
];

/** Zimbra: SASL without names where TLS is missing, unique-ids with a dot, a QUIT that counts. */
export const ZIMBRA: readonly Dialogue[] = [
  {
    name: "Zimbra, from its greeting to a QUIT that counts",
    source: SOURCE,
    risks: ["Zimbra", "odd unique-ids"],
    connections: [
      [
        ...SIGNED_IN,
        on("STAT", "+OK 2 30"),
        list("LIST", "+OK 2 messages", "1 10", "2 20"),
        list("UIDL", "+OK 2 messages", `1 ${FIRST_ID}`, `2 ${SECOND_ID}`),
        sends(1, "hi\r\n", "+OK message follows"),
        on("DELE 1", "+OK message 1 marked for deletion"),
        { ...on("QUIT", "+OK deleted 1 message(s)"), cut: "fin" },
      ],
    ],
    signedInWith: "PLAIN",
    expireDays: Number.POSITIVE_INFINITY,
    steps: [
      reads([
        [10, FIRST_ID],
        [20, SECOND_ID],
      ]),
      retr(1, "hi\r\n"),
      dele(1),
      quit("ok", "deleted 1 message(s)"),
    ],
  },
  {
    name: "Zimbra without TLS: SASL has no names, and USER is refused",
    source: `${SOURCE}: the line SASL stays where every mechanism needs TLS`,
    risks: ["Zimbra", "capabilities that lie"],
    connections: [
      [
        GREETING,
        capa("31 USER", "STLS", "SASL"),
        on("USER mrose", "-ERR only valid after entering TLS mode"),
      ],
    ],
    refused: { kind: "auth", isUsable: true, verb: "USER", serverText: "only valid after entering TLS mode" },
  },
  {
    name: "Zimbra by STLS",
    source: SOURCE,
    risks: ["Zimbra", "capabilities forgotten after STLS"],
    connections: [
      [
        GREETING,
        capa("31 USER", "STLS", "SASL"),
        { ...on("STLS", "+OK Begin TLS negotiation"), startTls: true },
        capa("31 USER", "STLS", "SASL PLAIN XOAUTH2"),
        on("AUTH PLAIN", "+ "),
        on(PLAIN, "+OK server ready"),
        capa("60", "STLS", "SASL PLAIN XOAUTH2"),
      ],
    ],
    setUp: { security: "starttls" },
    signedInWith: "PLAIN",
    expireDays: 60,
  },
  {
    name: "Zimbra and a wrong password",
    source: SOURCE,
    risks: ["Zimbra"],
    connections: [
      [GREETING, capa("31 USER", "SASL PLAIN"), on("AUTH PLAIN", "+ "), on(PLAIN, "-ERR LOGIN failed")],
    ],
    refused: { kind: "auth", isUsable: true, verb: "AUTH", serverText: "LOGIN failed" },
  },
  {
    name: "Zimbra in maintenance has no code for it",
    source: SOURCE,
    risks: ["Zimbra", "response codes told apart"],
    connections: [
      [
        GREETING,
        capa("31 USER"),
        on("USER mrose", "+OK hello mrose, please enter your password"),
        on("PASS tanstaaf", "-ERR your account is having maintenance performed. please try again later"),
      ],
    ],
    refused: {
      kind: "auth",
      isUsable: true,
      serverText: "your account is having maintenance performed. please try again later",
    },
  },
  {
    name: "Zimbra lists by a query in braces behind the user name",
    source: `${SOURCE}: mrose{is:unread} opens what a search finds`,
    risks: ["Zimbra"],
    connections: [
      [
        GREETING,
        capa("31 USER"),
        on("USER mrose{is:unread}", "+OK hello mrose, please enter your password"),
        on("PASS tanstaaf", "+OK server ready"),
        capa("NEVER"),
        on("STAT", "+OK 0 0"),
        list("LIST", "+OK 0 messages"),
        list("UIDL", "+OK 0 messages"),
      ],
    ],
    setUp: { user: "mrose{is:unread}" },
    steps: [reads([])],
  },
  {
    name: "Zimbra throttles: Temporarily unavailable, then a hang-up",
    source: SOURCE,
    risks: ["Zimbra", "a goodbye is told"],
    connections: [[...SIGNED_IN, { ...on("RETR 1", "-ERR Temporarily unavailable"), cut: "fin" }]],
    steps: [retr(1, "", refusedWith("Temporarily unavailable")), { do: "lost", error: gone("closed") }],
  },
];
