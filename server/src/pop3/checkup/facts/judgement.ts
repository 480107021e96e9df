import type { CheckFact, CheckVerdict } from "@popgate/shared/api/check-up";

/** What is known of one check; facts that are undefined are left out. */
export interface Judgement {
  readonly verdict: CheckVerdict;
  readonly facts: Readonly<Record<string, CheckFact | undefined>>;
}
