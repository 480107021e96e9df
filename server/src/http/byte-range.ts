/** What of a resource is asked for; `end` is the octet behind the last one. */
export type WantedRange =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" };

export interface RangeRequest {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** The whole is shorter than what is asked for. */
export class RangeNotSatisfiableError extends Error {
  override readonly name = "RangeNotSatisfiableError";
  readonly code = "range-not-satisfiable";
}

const SINGLE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * Reads a Range field (RFC 9110 §14). One range is enough to go on with a download that broke off; several
 * at once, other units and what is malformed get the whole, as the RFC allows.
 *
 * @param etag strong: a date in If-Range, or another tag, asks for the whole (§13.1.5)
 */
export function wantedRange({ range, ifRange }: RangeRequest, etag: string, octets: number): WantedRange {
  const [, first = "", last = ""] = SINGLE.exec((range ?? "").replace(/\s/g, "")) ?? [];
  if (first === "" && last === "") return { kind: "whole" };
  if (ifRange !== undefined && ifRange.trim() !== etag) return { kind: "whole" };
  // Without a first octet it is a number of octets at the end.
  const start = first === "" ? Math.max(0, octets - Number(last)) : Number(first);
  const end = first === "" || last === "" ? octets : Math.min(octets, Number(last) + 1);
  if (first !== "" && last !== "" && Number(last) < start) return { kind: "whole" };
  return start >= octets || start >= end ? { kind: "unsatisfiable" } : { kind: "part", start, end };
}
