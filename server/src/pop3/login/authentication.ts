import type { Mechanism } from "@popgate/shared/api/mailbox";
import type { Capabilities } from "../client/capabilities.ts";
import type { SaslMechanism } from "../sasl/mechanism.ts";
import { saslMechanisms } from "./sasl-mechanisms.ts";

/** One way to sign in. */
export type Method =
  | { readonly kind: "sasl"; readonly mechanism: SaslMechanism }
  | { readonly kind: "apop"; readonly timestamp: string }
  | { readonly kind: "user" };

export interface MethodContext {
  readonly chosen: Mechanism;
  readonly capabilities: Capabilities;
  readonly greeting: string;
  readonly isSecure: boolean;
  /** Whether a password may cross this connection although it is not encrypted. */
  readonly allowsPlaintext: boolean;
  /** Whether the gateway's own certificate may sign somebody in (RFC 4422 appendix A). */
  readonly allowsExternal: boolean;
  /** RFC 9266's tls-exporter of this connection; undefined before TLS 1.3. */
  readonly channelBinding?: Buffer | undefined;
}

/**
 * Never tried on a guess. What the last three need (a token, a certificate) is no password; binding to
 * TLS 1.3 is announced by servers that mean another binding and then call the password wrong (Cyrus 3.6).
 */
const ONLY_CHOSEN: ReadonlySet<string> = new Set([
  "SCRAM-SHA-256-PLUS",
  "SCRAM-SHA-1-PLUS",
  "XOAUTH2",
  "OAUTHBEARER",
  "EXTERNAL",
]);

const TOKENS: ReadonlySet<string> = new Set(["XOAUTH2", "OAUTHBEARER"]);

/** The name of a method as the transcript and the page show it. */
export function methodName(method: Method): string {
  return method.kind === "sasl" ? method.mechanism.name : method.kind === "apop" ? "APOP" : "USER";
}

/**
 * The ways to try, best first. Automatic order over TLS: SCRAM, PLAIN, LOGIN, USER (CRAM-MD5 makes
 * servers keep passwords in the clear, so it gains nothing there); without TLS: SCRAM, CRAM-MD5, and
 * the plaintext ones only where allowed. APOP only when asked for: servers announce a timestamp and
 * then refuse it, and MD5 is broken (CVE-2007-1558).
 */
export function methodsFor(context: MethodContext): Method[] {
  const { chosen, capabilities } = context;
  const known = saslMechanisms(capabilities.mechanisms, context.channelBinding);
  const mayShowPassword = context.isSecure || context.allowsPlaintext;
  if (chosen === "APOP") {
    const timestamp = apopTimestamp(context.greeting);
    return timestamp === undefined ? [] : [{ kind: "apop", timestamp }];
  }
  if (chosen === "USER") return mayShowPassword ? [{ kind: "user" }] : [];
  if (chosen !== "auto") {
    if (chosen === "EXTERNAL" && !context.allowsExternal) return [];
    const mechanism = known.find(({ name }) => name === chosen);
    return mechanism === undefined || (mechanism.isPlaintext && !mayShowPassword)
      ? []
      : [{ kind: "sasl", mechanism }];
  }
  const announced = capabilities.mechanisms;
  const methods: Method[] = known
    .filter(
      ({ name, isPlaintext }) =>
        !ONLY_CHOSEN.has(name) &&
        announced.includes(name) &&
        (isPlaintext ? mayShowPassword : !(name === "CRAM-MD5" && context.isSecure)),
    )
    .map((mechanism) => ({ kind: "sasl", mechanism }));
  if (takesTokensAlone(capabilities)) return methods;
  // A server whose CAPA leaves USER out may mean it; one without CAPA says nothing about it.
  const offersUser = capabilities.has("USER") || capabilities.lines.length === 0 || methods.length === 0;
  if (mayShowPassword && offersUser) methods.push({ kind: "user" });
  return methods;
}

/** Whether what the server lists takes access tokens and no password, as large providers have it by now. */
export function takesTokensAlone(capabilities: Capabilities): boolean {
  const { mechanisms } = capabilities;
  return !capabilities.has("USER") && mechanisms.length > 0 && mechanisms.every((name) => TOKENS.has(name));
}

/** Why a sign-in went this way, in words for the transcript. */
export function methodReason(method: Method, { chosen, capabilities, isSecure }: MethodContext): string {
  if (chosen !== "auto") return "it was chosen by name";
  if (method.kind !== "sasl") {
    if (capabilities.lines.length === 0) return "the server lists no capabilities";
    return "no SASL mechanism that the server lists could be used";
  }
  if (!method.mechanism.isPlaintext) return "the strongest listed: it does not show the password";
  return isSecure ? "the strongest listed: TLS hides the password" : "the strongest listed";
}

/**
 * The timestamp of RFC 1939 §7, anywhere in the greeting, in the strict form `<local@domain>`: a
 * looser reading lets an attacker choose it (CVE-2007-1558), or takes `<a.b.c>` for one.
 */
export function apopTimestamp(greeting: string): string | undefined {
  return /<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>/.exec(greeting)?.[0];
}
