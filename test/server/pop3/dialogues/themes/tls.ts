import type { Dialogue } from "../dialogue.ts";
import { base64, capa, gone, on, PASS, say, signedIn, USER } from "../turns.ts";

const READY = say("+OK ready");
const STLS = { ...on("STLS", "+OK begin TLS"), startTls: true } as const;
const PLAIN = base64("\0mrose\0tanstaaf");
const REQUIRED = { security: "starttls" } as const;

/** Octets in the clear behind STLS's +OK, as somebody between us and the server would add them. */
const INJECTED: readonly (readonly [string, string])[] = [
  ["a reply", "+OK injected\r\n"],
  ["a capability list", "+OK\r\nSASL PLAIN\r\n.\r\n"],
  ["a refusal", "-ERR injected\r\n"],
  ["half a line", "+OK inj"],
  ["an empty line", "\r\n"],
];

/** TLS from the first octet (RFC 8314) or by STLS (RFC 2595): asked for, it is required. */
export const TLS: readonly Dialogue[] = [
  {
    name: "STLS before the sign-in, capabilities asked again",
    source: "RFC 2595 §4",
    risks: ["capabilities forgotten after STLS"],
    connections: [
      [
        READY,
        capa("STLS", "USER"),
        STLS,
        capa("SASL PLAIN"),
        on("AUTH PLAIN", "+"),
        on(PLAIN, "+OK"),
        capa("TOP"),
      ],
    ],
    setUp: REQUIRED,
    signedInWith: "PLAIN",
    capabilities: ["TOP"],
  },
  {
    name: "what was announced before TLS is forgotten, even where nothing is announced after it",
    source: "RFC 2595 §4: it may have been said by somebody else",
    risks: ["capabilities forgotten after STLS", "no CAPA"],
    connections: [
      [
        READY,
        capa("STLS", "SASL PLAIN", "PIPELINING"),
        STLS,
        on("CAPA", "-ERR"),
        USER,
        PASS,
        on("CAPA", "-ERR"),
      ],
    ],
    setUp: REQUIRED,
    signedInWith: "USER",
    capabilities: [],
  },
  {
    name: "STLS is tried where CAPA does not announce it",
    source: "CAPA may be missing; Citadel does not list STLS",
    risks: ["STLS asked for is required", "no CAPA"],
    connections: [[READY, on("CAPA", "-ERR"), STLS, capa("USER"), USER, PASS, capa("USER")]],
    setUp: REQUIRED,
    signedInWith: "USER",
  },
  {
    name: "STLS stripped from CAPA and refused: no sign-in in the clear",
    source: "somebody between takes the line out",
    risks: ["STLS stripped", "STLS asked for is required"],
    connections: [[READY, capa("USER", "SASL PLAIN"), on("STLS", "-ERR unknown command")]],
    setUp: REQUIRED,
    refused: gone("noTls", { stage: "tls", verb: "STLS", serverText: "unknown command" }),
  },
  {
    name: "STLS announced and refused: no sign-in in the clear",
    source: "a server without its certificate",
    risks: ["STLS asked for is required", "capabilities that lie"],
    connections: [[READY, capa("USER", "STLS"), on("STLS", "-ERR [SYS/TEMP] no certificate")]],
    setUp: REQUIRED,
    refused: gone("noTls", { stage: "tls", serverText: "[SYS/TEMP] no certificate" }),
  },
  {
    name: "STLS answered with a hang-up",
    source: "a proxy that will not have it",
    risks: ["STLS asked for is required"],
    connections: [[READY, capa("STLS"), { expect: "STLS", cut: "fin" }]],
    setUp: REQUIRED,
    refused: gone("closed", { stage: "tls" }),
  },
  {
    name: "STLS without a handshake behind it",
    source: "a deadline for TLS",
    risks: ["a deadline for a reply", "STLS asked for is required"],
    connections: [[READY, capa("STLS"), on("STLS", "+OK")]],
    setUp: { ...REQUIRED, deadlines: { tlsMs: 150 } },
    refused: gone("timeout", { stage: "tls" }),
  },
  ...INJECTED.map(([what, octets]): Dialogue => ({
    name: `${what} in the clear behind STLS is fatal`,
    source: "CVE-2011-0411's kind, from the server's side",
    risks: ["STLS injection"],
    connections: [[READY, capa("STLS"), { expect: "STLS", send: `+OK begin\r\n${octets}`, startTls: true }]],
    setUp: REQUIRED,
    // Taken apart, the octets arrive in the handshake and spoil it.
    refused: gone(["injection", "noTls", "tls"], { stage: "tls" }),
  })),
  {
    name: "TLS from the first octet",
    source: "RFC 8314 §3.2",
    risks: ["secrets masked"],
    connections: [[READY, capa("SASL PLAIN", "USER"), on("AUTH PLAIN", "+"), on(PLAIN, "+OK"), capa("USER")]],
    setUp: { security: "tls" },
    signedInWith: "PLAIN",
  },
  {
    name: "over TLS CRAM-MD5 gains nothing: PLAIN is taken",
    source: "CRAM-MD5 makes servers keep passwords in the clear",
    risks: ["mechanism PLAIN"],
    connections: [
      [READY, capa("SASL CRAM-MD5 PLAIN"), on("AUTH PLAIN", "+"), on(PLAIN, "+OK"), capa("USER")],
    ],
    setUp: { security: "tls" },
    signedInWith: "PLAIN",
  },
  {
    name: "plain text on a port where TLS is awaited",
    source: "port 110 taken for 995",
    risks: ["STLS asked for is required"],
    connections: [[READY]],
    setUp: { security: "tls", certificate: "none" },
    refused: gone(["noTls", "tls"], { stage: "tls" }),
  },
  {
    name: "a hang-up in place of a handshake",
    source: "a port that is closed behind a balancer",
    risks: ["STLS asked for is required"],
    connections: [[{ cut: "fin" }]],
    setUp: { security: "tls", certificate: "none" },
    refused: gone("closed", { stage: "tls" }),
  },
  {
    name: "an expired certificate",
    source: "the commonest one",
    risks: ["an expired certificate"],
    connections: [[READY]],
    setUp: { security: "tls", certificate: "expired" },
    refused: gone("certificate", { stage: "tls" }),
  },
  {
    name: "an expired certificate behind STLS",
    source: "the commonest one",
    risks: ["an expired certificate"],
    connections: [[READY, capa("STLS"), STLS]],
    setUp: { security: "starttls", certificate: "expired" },
    refused: gone("certificate", { stage: "tls" }),
  },
  {
    name: "a certificate for another name",
    source: "RFC 7817 §3",
    risks: ["a certificate for another name"],
    connections: [[READY]],
    setUp: { security: "tls", certificate: "otherName" },
    refused: gone("certificate", { stage: "tls" }),
  },
  {
    name: "a certificate of an authority that nobody knows",
    source: "a private authority, or an attacker's",
    risks: ["a certificate for another name"],
    connections: [[READY, capa("STLS"), STLS]],
    setUp: { security: "starttls", certificate: "unknownAuthority" },
    refused: gone("certificate", { stage: "tls" }),
  },
  {
    name: "a certificate signed by nobody but itself",
    source: "a server as its package leaves it",
    risks: ["a certificate for another name"],
    connections: [[READY]],
    setUp: { security: "tls", certificate: "selfSigned" },
    refused: gone("certificate", { stage: "tls" }),
  },
  {
    name: "a whole session through STLS",
    source: "RFC 2595 §4",
    risks: ["capabilities forgotten after STLS", "pipelining"],
    connections: [
      [
        READY,
        capa("STLS"),
        STLS,
        ...signedIn("USER", "UIDL", "PIPELINING").slice(1),
        on("DELE 1", "+OK"),
        on("QUIT", "+OK"),
      ],
    ],
    setUp: REQUIRED,
    steps: [
      { do: "dele", numbers: [1] },
      { do: "quit", status: "ok" },
    ],
  },
];
