import type { Turn } from "../../../../support/line/scripted-server.ts";
import { scramTurns } from "../../sasl/scram-peer.ts";
import type { Dialogue } from "../dialogue.ts";
import { base64, capa, gone, on, PASS, say, USER } from "../turns.ts";

const READY = say("+OK ready");
const PLAIN = base64("\0mrose\0tanstaaf");
const TOKEN = "vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==";
const XOAUTH2 = base64(`user=mrose\u0001auth=Bearer ${TOKEN}\u0001\u0001`);
const OAUTHBEARER = base64(`n,a=mrose,\u0001auth=Bearer ${TOKEN}\u0001\u0001`);
const OLD_TOKEN = base64('{"status":"invalid_token"}');
const sha256 = scramTurns("tanstaaf");
const sha1 = scramTurns("tanstaaf", undefined, "sha1");
const liar = scramTurns("tanstaaf", () => Buffer.alloc(32));
const stranger = scramTurns("another password");

function offers(mechanisms: string, ...turns: readonly Turn[]): readonly Turn[] {
  return [READY, capa(`SASL ${mechanisms}`, "USER"), ...turns];
}

/** SASL (RFC 5034): always in two steps, whatever the server calls a continuation. */
export const AUTHENTICATION: readonly Dialogue[] = [
  {
    name: "XCLIENT: the server is told who asks, before anything else",
    source: "written from documentation: Dovecot's login_trusted_networks",
    risks: ["nothing behind a sign-in"],
    connections: [
      [READY, on("XCLIENT ADDR=192.0.2.7", "+OK Updated"), capa("USER"), USER, PASS, capa("USER")],
    ],
    setUp: { clientAddress: "192.0.2.7" },
    signedInWith: "USER",
    alone: ["XCLIENT ADDR=192.0.2.7"],
  },
  ...["+", "+ ", "+ go ahead", "+OK", "+OK go ahead", `+ ${base64("Username:")}`].map((prompt): Dialogue => ({
    name: `PLAIN, prompted with ${JSON.stringify(prompt)}`,
    source: "RFC 5034 §4, and servers where AUTH was bolted on",
    risks: ["mechanism PLAIN", "any continuation accepted"],
    connections: [offers("PLAIN", on("AUTH PLAIN", prompt), on(PLAIN, "+OK"), capa("USER"))],
    signedInWith: "PLAIN",
    shows: ["C ••••••"],
    hides: [PLAIN],
    alone: ["AUTH PLAIN", PLAIN],
  })),
  {
    name: "LOGIN, prompted for user and password",
    source: "never standardised, widely spoken",
    risks: ["mechanism LOGIN", "any continuation accepted"],
    connections: [
      offers(
        "LOGIN",
        on("AUTH LOGIN", `+ ${base64("Username:")}`),
        on(base64("mrose"), "+ Password, please"),
        on(base64("tanstaaf"), "+OK"),
        capa(),
      ),
    ],
    signedInWith: "LOGIN",
    hides: [base64("tanstaaf"), base64("mrose")],
  },
  {
    name: "CRAM-MD5 with the RFC's own challenge",
    source: "RFC 2195 §2",
    risks: ["mechanism CRAM-MD5"],
    connections: [
      offers(
        "CRAM-MD5",
        on("AUTH CRAM-MD5", `+ ${base64("<1896.697170952@postoffice.reston.mci.net>")}`),
        on("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", "+OK CRAM authentication successful"),
        capa(),
      ),
    ],
    setUp: { user: "tim", password: "tanstaaftanstaaf" },
    signedInWith: "CRAM-MD5",
  },
  {
    name: "CRAM-MD5 with a challenge that is no base64 is cancelled",
    source: "RFC 5034 §4: * cancels",
    risks: ["* cancels", "mechanism CRAM-MD5"],
    connections: [offers("CRAM-MD5", on("AUTH CRAM-MD5", "+ <not@base64>"), on("*", "-ERR cancelled"))],
    setUp: { mechanism: "CRAM-MD5" },
    refused: { kind: "protocol", isUsable: true, stage: "login", verb: "AUTH" },
    shows: ["C *"],
  },
  {
    name: "SCRAM-SHA-256 to its end",
    source: "RFC 7677, RFC 5802 §5: the server proves itself, and an empty line answers",
    risks: ["mechanism SCRAM-SHA-256"],
    connections: [
      offers(
        "PLAIN SCRAM-SHA-256",
        on("AUTH SCRAM-SHA-256", "+ "),
        sha256.challenge,
        sha256.proof,
        on("", "+OK"),
        capa(),
      ),
    ],
    signedInWith: "SCRAM-SHA-256",
  },
  {
    name: "SCRAM-SHA-1 to its end",
    source: "RFC 5802 §5",
    risks: ["mechanism SCRAM-SHA-1"],
    connections: [
      offers(
        "SCRAM-SHA-1 PLAIN",
        on("AUTH SCRAM-SHA-1", "+"),
        sha1.challenge,
        sha1.proof,
        on("", "+OK"),
        capa(),
      ),
    ],
    signedInWith: "SCRAM-SHA-1",
  },
  {
    name: "SCRAM from a server that cannot prove itself: no other mechanism gets the password",
    source: "RFC 5802 §5: the client must check the server's signature",
    risks: ["* cancels", "mechanism SCRAM-SHA-256"],
    connections: [
      offers(
        "SCRAM-SHA-256 PLAIN",
        on("AUTH SCRAM-SHA-256", "+ "),
        liar.challenge,
        liar.proof,
        on("*", "-ERR cancelled"),
      ),
    ],
    refused: gone("serverUnproved", { stage: "login", verb: "AUTH" }),
  },
  {
    name: "SCRAM and a wrong password",
    source: "RFC 3206 §5",
    risks: ["mechanism SCRAM-SHA-256", "[AUTH] alone blames the password"],
    connections: [
      offers("SCRAM-SHA-256", on("AUTH SCRAM-SHA-256", "+ "), stranger.challenge, stranger.proof),
    ],
    refused: { kind: "auth", isUsable: true, responseCode: "AUTH", serverText: "[AUTH] wrong proof" },
  },
  {
    name: "SCRAM answered with +OK before anybody proved anything",
    source: "a server, or somebody between, that skips the proof",
    risks: ["mechanism SCRAM-SHA-256", "* cancels"],
    connections: [
      offers(
        "SCRAM-SHA-256",
        on("AUTH SCRAM-SHA-256", "+ "),
        on(/^[A-Za-z0-9+/=]+$/, "+OK signed in"),
        on("*", "-ERR"),
      ),
    ],
    setUp: { mechanism: "SCRAM-SHA-256" },
    refused: { kind: "protocol", isUsable: true, stage: "login" },
  },
  {
    name: "XOAUTH2 in two steps",
    source: "reported against getmail and mpop: Office 365 refuses it in one line",
    risks: ["XOAUTH2 in one line refused", "mechanism XOAUTH2"],
    connections: [
      offers(
        "XOAUTH2",
        on("AUTH XOAUTH2", "+ "),
        on(XOAUTH2, "+OK User successfully authenticated."),
        capa(),
      ),
    ],
    setUp: { mechanism: "XOAUTH2", password: TOKEN },
    signedInWith: "XOAUTH2",
    hides: [XOAUTH2],
  },
  {
    name: "XOAUTH2 with a token that is too old",
    source: "Google's description: an error challenge, an empty answer, -ERR",
    risks: ["mechanism XOAUTH2"],
    connections: [
      offers(
        "XOAUTH2",
        on("AUTH XOAUTH2", "+ "),
        on(XOAUTH2, `+ ${OLD_TOKEN}`),
        on("", "-ERR [AUTH] token has expired"),
      ),
    ],
    setUp: { mechanism: "XOAUTH2", password: TOKEN },
    refused: { kind: "auth", isUsable: true, serverText: "[AUTH] token has expired" },
  },
  {
    name: "OAUTHBEARER with the error challenge answered",
    source: "RFC 7628 §3.2.3",
    risks: ["mechanism OAUTHBEARER"],
    connections: [
      offers(
        "OAUTHBEARER",
        on("AUTH OAUTHBEARER", "+"),
        on(OAUTHBEARER, `+ ${OLD_TOKEN}`),
        on("AQ==", "-ERR [AUTH] no"),
      ),
    ],
    setUp: { mechanism: "OAUTHBEARER", password: TOKEN },
    refused: { kind: "auth", isUsable: true, responseCode: "AUTH" },
  },
  {
    name: "EXTERNAL says who, and nothing secret",
    source: "RFC 4422 appendix A",
    risks: ["mechanism EXTERNAL"],
    connections: [offers("EXTERNAL", on("AUTH EXTERNAL", "+"), on(base64("mrose"), "+OK"), capa())],
    setUp: { mechanism: "EXTERNAL" },
    signedInWith: "EXTERNAL",
  },
  {
    name: "a mechanism refused without a code makes room for the next",
    source: "a server that holds no verifier for it",
    risks: ["a mechanism that hangs up", "mechanism LOGIN"],
    connections: [
      offers(
        "PLAIN LOGIN",
        on("AUTH PLAIN", "-ERR unsupported"),
        on("AUTH LOGIN", "-ERR unsupported"),
        USER,
        PASS,
        capa(),
      ),
    ],
    signedInWith: "USER",
  },
  {
    name: "a mechanism that makes the server hang up is skipped on a new connection",
    source: "servers that announce what they cannot do",
    risks: ["a mechanism that hangs up"],
    connections: [
      offers("CRAM-MD5 PLAIN", { expect: "AUTH CRAM-MD5", cut: "fin" }),
      offers("CRAM-MD5 PLAIN", on("AUTH PLAIN", "+ "), on(PLAIN, "+OK"), capa()),
    ],
    signedInWith: "PLAIN",
  },
  {
    name: "three hang-ups are enough, and the last refusal is told",
    source: "a person should choose then",
    risks: ["a mechanism that hangs up"],
    connections: [
      offers("SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN", { expect: "AUTH SCRAM-SHA-256", cut: "fin" }),
      offers("SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN", { expect: "AUTH SCRAM-SHA-1", cut: "fin" }),
      offers("SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN", { expect: "AUTH CRAM-MD5", cut: "fin" }),
    ],
    refused: gone("closed", { stage: "login" }),
  },
  {
    name: "a password that was shown and refused is not shown again in another form",
    source: "each try is a failed login at the server",
    risks: ["mechanism PLAIN"],
    connections: [offers("PLAIN LOGIN", on("AUTH PLAIN", "+"), on(PLAIN, "-ERR wrong"))],
    refused: { kind: "auth", isUsable: true, verb: "AUTH", serverText: "wrong" },
  },
  {
    name: "a server that asks for ever is cancelled",
    source: "more rounds than any mechanism has",
    risks: ["* cancels", "any continuation accepted"],
    connections: [offers("PLAIN", on("AUTH PLAIN", "+"), on(PLAIN, "+ and now?"), on("*", "-ERR cancelled"))],
    setUp: { mechanism: "PLAIN" },
    refused: { kind: "protocol", isUsable: true, stage: "login", verb: "AUTH" },
  },
  {
    name: "a continuation that does not come",
    source: "a deadline for each line of a sign-in",
    risks: ["a deadline for the sign-in"],
    connections: [offers("PLAIN", on("AUTH PLAIN", "+"), { expect: PLAIN })],
    setUp: { deadlines: { authMs: 300 } },
    refused: gone("timeout", { stage: "login", verb: "AUTH" }),
  },
  {
    name: "a password with CR and LF goes through PLAIN as base64",
    source: "what ends no line may be said",
    risks: ["a password that holds a command", "mechanism PLAIN"],
    connections: [offers("PLAIN", on("AUTH PLAIN", "+"), on(base64("\0mrose\0pw\r\nDELE 1"), "+OK"), capa())],
    setUp: { password: "pw\r\nDELE 1" },
    signedInWith: "PLAIN",
  },
];
