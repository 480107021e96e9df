import type { CleanupQuery } from "@popgate/shared/api/bulk";

/** What stands in the fields. */
export interface Conditions {
  readonly days: string;
  readonly megabytes: string;
  readonly from: string;
  readonly exported: boolean;
}

export const NO_CONDITIONS: Conditions = { days: "", megabytes: "", from: "", exported: false };

/** As sizes are shown (lib/octets.ts). */
const OCTETS_PER_MEGABYTE = 1_000_000;

/** The query of the fields that are filled in; undefined where none is, or one is no number. */
export function cleanUpQuery({ days, megabytes, from, exported }: Conditions): CleanupQuery | undefined {
  const olderThanDays = figure(days);
  const size = figure(megabytes);
  if (Number.isNaN(olderThanDays) || Number.isNaN(size)) return undefined;
  const query: CleanupQuery = {
    ...(olderThanDays === undefined ? {} : { olderThanDays: Math.floor(olderThanDays) }),
    ...(size === undefined ? {} : { largerThan: Math.round(size * OCTETS_PER_MEGABYTE) }),
    ...(from.trim() === "" ? {} : { from: from.trim() }),
    ...(exported ? { exported } : {}),
  };
  return Object.keys(query).length === 0 ? undefined : query;
}

/** The fields that hold no figure: a query cannot be made of them. */
export function wrongFields({ days, megabytes }: Conditions): ReadonlySet<"days" | "megabytes"> {
  const wrong = new Set<"days" | "megabytes">();
  if (Number.isNaN(figure(days))) wrong.add("days");
  if (Number.isNaN(figure(megabytes))) wrong.add("megabytes");
  return wrong;
}

/** `1.5` or `1,5`; undefined for nothing, NaN for what is no figure. */
function figure(text: string): number | undefined {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return undefined;
  return /^\d{1,5}(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}
