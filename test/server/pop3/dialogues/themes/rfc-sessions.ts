import type { Dialogue } from "../dialogue.ts";
import { base64, capa, dele, list, on, quit, reads, retr, say, sends } from "../turns.ts";

const FIRST = `Subject: one\r\n\r\n${"1".repeat(100)}\r\n`;
const SECOND = `Subject: two\r\n\r\n${"2".repeat(180)}\r\n`;
const DIGEST = "c4c9334bac560ecc979e58001b3e22fb";

/** The examples of the standards, message texts aside: they have none. */
export const RFC_SESSIONS: readonly Dialogue[] = [
  {
    name: "the example session of RFC 1939",
    source: "RFC 1939 §10",
    risks: ["a timestamp anywhere in the greeting", "DELE without QUIT"],
    connections: [
      [
        say("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>"),
        capa(),
        on(`APOP mrose ${DIGEST}`, "+OK mrose's maildrop has 2 messages (320 octets)"),
        capa(),
        on("STAT", "+OK 2 320"),
        list("LIST", "+OK 2 messages (320 octets)", "1 120", "2 200"),
        on("UIDL", "-ERR command not recognized"),
        sends(1, FIRST, "+OK 120 octets"),
        on("DELE 1", "+OK message 1 deleted"),
        sends(2, SECOND, "+OK 200 octets"),
        on("DELE 2", "+OK message 2 deleted"),
        on("QUIT", "+OK dewey POP3 server signing off (maildrop empty)"),
      ],
    ],
    setUp: { mechanism: "APOP" },
    steps: [
      {
        do: "inventory",
        messages: 2,
        octets: 320,
        list: [
          [1, 120],
          [2, 200],
        ],
        uidl: undefined,
      },
      retr(1, FIRST),
      dele(1),
      retr(2, SECOND),
      dele(2),
      quit("ok", "dewey POP3 server signing off (maildrop empty)"),
    ],
    hides: [DIGEST],
  },
  {
    name: "the capabilities of RFC 2449's example",
    source: "RFC 2449 §5",
    risks: ["capabilities that lie"],
    connections: [
      [
        say("+OK ready"),
        list(
          "CAPA",
          "+OK Capability list follows",
          "TOP",
          "USER",
          "SASL CRAM-MD5 KERBEROS_V4",
          "RESP-CODES",
          "LOGIN-DELAY 900",
          "PIPELINING",
          "EXPIRE 60",
          "UIDL",
          "IMPLEMENTATION Shlemazle-Plotz-v302",
        ),
        on("AUTH CRAM-MD5", "-ERR not here"),
        on("USER mrose", "+OK"),
        on("PASS tanstaaf", "+OK"),
        capa("TOP", "PIPELINING", "LOGIN-DELAY 900", "EXPIRE 60", "IMPLEMENTATION Shlemazle-Plotz-v302"),
      ],
    ],
    signedInWith: "USER",
    loginDelayMs: 900_000,
    expireDays: 60,
  },
  {
    name: "PLAIN as in RFC 5034's example",
    source: "RFC 5034 §6",
    risks: ["mechanism PLAIN"],
    connections: [
      [
        say("+OK pop.example.com BlurdyBlurp POP3 server ready"),
        list("CAPA", "+OK List of capabilities follows", "SASL DIGEST-MD5 GSSAPI ANONYMOUS PLAIN", "STLS"),
        on("AUTH PLAIN", "+ "),
        on(base64("\0test\0test"), "+OK Maildrop locked and ready"),
        capa("UIDL"),
      ],
    ],
    setUp: { user: "test", password: "test", mechanism: "PLAIN" },
    signedInWith: "PLAIN",
  },
  {
    name: "the maildrop that is locked in RFC 2449's example",
    source: "RFC 2449 §8.1.2",
    risks: ["[IN-USE] taken for a wrong password"],
    connections: [
      [
        say("+OK ready"),
        capa(),
        on("USER mrose", "+OK"),
        on("PASS tanstaaf", "-ERR [IN-USE] Do you have another POP session running?"),
      ],
    ],
    refused: {
      kind: "inUse",
      isUsable: true,
      verb: "PASS",
      serverText: "[IN-USE] Do you have another POP session running?",
    },
  },
  {
    name: "UTF8 and LANG before the sign-in, as RFC 6856 has it",
    source: "RFC 6856 §§2, 3",
    risks: ["letters beyond ASCII go as UTF-8"],
    connections: [
      [
        say("+OK ready"),
        capa("USER", "UTF8", "LANG"),
        on("UTF8", "+OK"),
        on("USER mrose", "+OK"),
        on("PASS tanstaaf", "+OK"),
        capa("USER", "UIDL"),
        on("STAT", "+OK 1 30"),
        list("LIST", "+OK", "1 30"),
        list("UIDL", "+OK", "1 a"),
        sends(1, "Subject: \u00c3\u00a9t\u00c3\u00a9\r\n\r\n"),
      ],
    ],
    steps: [reads([[30, "a"]]), retr(1, "Subject: \u00c3\u00a9t\u00c3\u00a9\r\n\r\n")],
  },
];
