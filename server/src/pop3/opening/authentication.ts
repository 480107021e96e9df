import type { Mechanism } from "@popgate/shared/api/mailbox";
import type { Capabilities } from "../client/capabilities.ts";
import { cramMd5 } from "../sasl/cram-md5.ts";
import { login } from "../sasl/login.ts";
import type { SaslMechanism } from "../sasl/mechanism.ts";
import { plain } from "../sasl/plain.ts";
import { scram } from "../sasl/scram.ts";

/** Strongest first. */
const SASL: readonly SaslMechanism[] = [
  scram("SCRAM-SHA-256", "sha256"),
  scram("SCRAM-SHA-1", "sha1"),
  cramMd5,
  plain,
  login,
];

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
}

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
  const mayShowPassword = context.isSecure || context.allowsPlaintext;
  if (chosen === "APOP") {
    const timestamp = apopTimestamp(context.greeting);
    return timestamp === undefined ? [] : [{ kind: "apop", timestamp }];
  }
  if (chosen === "USER") return mayShowPassword ? [{ kind: "user" }] : [];
  if (chosen !== "auto") {
    const mechanism = SASL.find(({ name }) => name === chosen);
    return mechanism === undefined || (mechanism.isPlaintext && !mayShowPassword)
      ? []
      : [{ kind: "sasl", mechanism }];
  }
  const announced = capabilities.mechanisms;
  const methods: Method[] = SASL.filter(
    ({ name, isPlaintext }) =>
      announced.includes(name) &&
      (isPlaintext ? mayShowPassword : !(name === "CRAM-MD5" && context.isSecure)),
  ).map((mechanism) => ({ kind: "sasl", mechanism }));
  // A server whose CAPA leaves USER out may mean it; one without CAPA says nothing about it.
  const offersUser = capabilities.has("USER") || capabilities.lines.length === 0 || methods.length === 0;
  if (mayShowPassword && offersUser) methods.push({ kind: "user" });
  return methods;
}

/**
 * The timestamp of RFC 1939 §7, anywhere in the greeting, in the strict form `<local@domain>`: a
 * looser reading lets an attacker choose it (CVE-2007-1558), or takes `<a.b.c>` for one.
 */
export function apopTimestamp(greeting: string): string | undefined {
  return /<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>/.exec(greeting)?.[0];
}
