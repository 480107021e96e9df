import type { DetailedPeerCertificate } from "node:tls";
import { certificateProblem } from "../../opening/tls-error.ts";
import type { Judgement } from "./judgement.ts";

const DAY_MS = 86_400_000;
/** Automatic renewal comes 30 days before the end; two weeks before it has failed. */
const FEW_DAYS = 14;

export interface ShownCertificate {
  readonly certificate: DetailedPeerCertificate;
  /** Node's code or words where verification failed; undefined where it did not. */
  readonly refusedFor: string | undefined;
  /** Whether the operator pinned this very certificate. */
  readonly isPinned: boolean;
}

/** What a server's certificate says, and what is wrong with it in words. */
export function certificateFacts(
  { certificate, refusedFor, isPinned }: ShownCertificate,
  nowMs: number,
): Judgement {
  const daysLeft = Math.floor((Date.parse(certificate.valid_to) - nowMs) / DAY_MS);
  const problem =
    refusedFor === undefined ? undefined : (certificateProblem(refusedFor, refusedFor) ?? refusedFor);
  const isBelieved = problem === undefined || isPinned;
  const verdict = !isBelieved
    ? "bad"
    : daysLeft < FEW_DAYS
      ? "warning"
      : problem === undefined
        ? "good"
        : "note";
  return {
    verdict,
    facts: {
      subject: nameOf(certificate.subject),
      issuer: nameOf(certificate.issuer),
      names: certificate.subjectaltname?.split(", ").map((name) => name.replace(/^(?:DNS|IP Address):/, "")),
      validFrom: dateOf(certificate.valid_from),
      validTo: dateOf(certificate.valid_to),
      daysLeft: Number.isNaN(daysLeft) ? undefined : daysLeft,
      fingerprint256: certificate.fingerprint256,
      verified: problem === undefined,
      pinned: isPinned ? true : undefined,
      problem,
    },
  };
}

/** A name's parts, most telling first: `CN=pop.example.org, O=Example`. */
function nameOf(name: DetailedPeerCertificate["subject"] | undefined): string | undefined {
  if (name === undefined) return undefined;
  const parts = Object.entries(name).flatMap(([key, value]) =>
    [value ?? []].flat().map((each) => `${key}=${each}`),
  );
  return parts.toReversed().join(", ");
}

function dateOf(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
