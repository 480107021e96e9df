import type { Capabilities } from "../../client/capabilities.ts";
import {
  apopTimestamp,
  methodName,
  methodReason,
  methodsFor,
  type MethodContext,
} from "../../login/authentication.ts";
import type { Judgement } from "./judgement.ts";

/** What lists of capabilities there were; undefined where the server was not asked in that state. */
export interface CapabilityLists {
  readonly beforeTls: Capabilities | undefined;
  readonly beforeLogin: Capabilities;
  readonly afterLogin: Capabilities | undefined;
}

/** CAPA in each state and how the lists differ (RFC 2449 §5 lets them). */
export function capabilityFacts({ beforeTls, beforeLogin, afterLogin }: CapabilityLists): Judgement {
  const lines = (capabilities: Capabilities | undefined) =>
    capabilities === undefined ? undefined : [...capabilities.lines];
  return {
    verdict: beforeLogin.lines.length === 0 ? "warning" : "good",
    facts: {
      beforeTls: lines(beforeTls),
      beforeLogin: lines(beforeLogin),
      afterLogin: lines(afterLogin),
      onlyBeforeTls: beforeTls === undefined ? undefined : missing(beforeTls, beforeLogin),
      onlyAfterTls: beforeTls === undefined ? undefined : missing(beforeLogin, beforeTls),
      onlyBeforeLogin: afterLogin === undefined ? undefined : missing(beforeLogin, afterLogin),
      onlyAfterLogin: afterLogin === undefined ? undefined : missing(afterLogin, beforeLogin),
    },
  };
}

function missing(from: Capabilities, other: Capabilities): string[] {
  return from.lines.filter((line) => !other.lines.includes(line));
}

/** The timestamp of RFC 1939 §7 in the greeting. MD5 is broken, so that its presence is no merit. */
export function apopFacts(greeting: string): Judgement {
  const timestamp = apopTimestamp(greeting);
  return { verdict: "note", facts: { announced: timestamp !== undefined, timestamp } };
}

const SHOWS_PASSWORD = ["PLAIN", "LOGIN"];

/** Whether a password may be said in the clear before TLS (RFC 8314 §4.1 calls for an end of that). */
export function plaintextFacts(beforeTls: Capabilities, isLoopback: boolean): Judgement {
  const mechanisms = beforeTls.mechanisms.filter((name) => SHOWS_PASSWORD.includes(name));
  const ways = [...(beforeTls.has("USER") ? ["USER"] : []), ...mechanisms];
  return {
    verdict: ways.length === 0 ? "good" : isLoopback ? "note" : "warning",
    facts: { offered: ways, loopback: isLoopback },
  };
}

/** What the server offers to sign in with, and what would be taken of it, and why. */
export function mechanismFacts(context: MethodContext): Judgement {
  const [first] = methodsFor(context);
  const offered = [
    ...context.capabilities.mechanisms,
    ...(context.capabilities.has("USER") ? ["USER"] : []),
    ...(apopTimestamp(context.greeting) === undefined ? [] : ["APOP"]),
  ];
  if (first === undefined) return { verdict: "bad", facts: { offered } };
  const isStrong = first.kind === "sasl" && !first.mechanism.isPlaintext;
  return {
    verdict: isStrong || context.isSecure ? "good" : "warning",
    facts: { offered, chosen: methodName(first), why: methodReason(first, context) },
  };
}
