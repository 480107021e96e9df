import {
  CheckName,
  type CheckFact,
  type CheckFinding,
  type CheckVerdict,
} from "@popgate/shared/api/check-up";
import { Pop3Error } from "../errors.ts";
import { escapeControls } from "../transcript-log.ts";
import type { Judgement } from "./facts/judgement.ts";

/** Why a check was not made. */
export type WhySkipped =
  | "no-connection"
  | "no-tls"
  | "no-login"
  | "not-announced"
  | "not-asked"
  | "empty-maildrop"
  | "expire-zero"
  | "login-delay"
  | "no-message-small-enough"
  | "no-top"
  | "no-unique-ids"
  | "no-second-session"
  | "mailbox-used"
  | "time-over";

const MASK = "••••••";

/** Collects what was found, at most one finding for each check, in the order of the contract. */
export class Findings {
  readonly #byCheck = new Map<CheckName, CheckFinding>();
  readonly #secrets: readonly string[];

  /** @param secrets texts that must not appear in the report, whoever says them */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter((secret) => secret !== "");
  }

  has(check: CheckName): boolean {
    return this.#byCheck.has(check);
  }

  add(check: CheckName, { verdict, facts }: Judgement): void {
    const kept: Record<string, CheckFact> = {};
    for (const [name, fact] of Object.entries(facts)) {
      if (fact !== undefined) kept[name] = this.#shown(fact);
    }
    this.#byCheck.set(check, { check, verdict, facts: kept });
  }

  skip(why: WhySkipped, ...checks: readonly CheckName[]): void {
    for (const check of checks) if (!this.has(check)) this.add(check, { verdict: "skipped", facts: { why } });
  }

  /** What a failed step tells: the error's code, and the server's words. */
  fail(check: CheckName, error: Pop3Error, verdict: CheckVerdict = "bad"): void {
    this.add(check, { verdict, facts: failureFacts(error) });
  }

  /** All of them; what was never reached is skipped. */
  all(why: WhySkipped): CheckFinding[] {
    this.skip(why, ...CheckName.options);
    return CheckName.options.flatMap((check) => this.#byCheck.get(check) ?? []);
  }

  /** Servers may say anything, a password that they were just told included. */
  #shown(fact: CheckFact): CheckFact {
    if (typeof fact === "string") return this.#masked(fact);
    return Array.isArray(fact) ? fact.map((each) => this.#masked(each)) : fact;
  }

  /** Masked before it is cut short: half a secret is none that would be found. */
  #masked(text: string): string {
    return escapeControls(this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), text));
  }
}

export function failureFacts(error: Pop3Error): Judgement["facts"] {
  const { code, message, stage, responseCode, serverText, retryAfterMs } = error;
  return { code, message, stage, responseCode, serverText, retryAfterMs };
}

/** A step's failure as a finding. @throws what is no Pop3Error, and whatever comes after the check-up's end */
export function asFailure(error: unknown, signal: AbortSignal): Pop3Error {
  if (!(error instanceof Pop3Error) || signal.aborted) throw error;
  return error;
}
