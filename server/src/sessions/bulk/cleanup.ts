import { MAX_PREVIEW_ROWS, type CleanupPreview, type CleanupQuery } from "@popgate/shared/api/bulk";
import type { Row } from "@popgate/shared/api/message";

const DAY_MS = 86_400_000;

export interface CleanupFacts {
  /** Newest first. */
  readonly rows: Iterable<Row>;
  readonly isExported: (uid: string) => boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

type Verdict = "matches" | "differs" | "unknown" | "without-date" | "without-size";

/** What meets all conditions. What cannot be judged is counted, never taken for a match. */
export function cleanupPreview(
  query: CleanupQuery,
  { rows, isExported, now }: CleanupFacts,
): Omit<CleanupPreview, "generation"> {
  const uids: string[] = [];
  const first: Row[] = [];
  const counts = { matches: 0, differs: 0, unknown: 0, "without-date": 0, "without-size": 0 };
  let octets = 0;
  let alreadyMarked = 0;
  const words = (query.from ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows) {
    const isLeft = query.exported === true && !isExported(row.uid);
    const verdict = isLeft ? "differs" : judge(row, query, words, now);
    counts[verdict] += 1;
    if (verdict !== "matches") continue;
    if (row.marked) {
      alreadyMarked += 1;
      continue;
    }
    uids.push(row.uid);
    if (first.length < MAX_PREVIEW_ROWS) first.push(row);
    octets += row.octets ?? 0;
  }
  return {
    uids,
    first,
    octets,
    alreadyMarked,
    unknown: counts.unknown,
    withoutDate: counts["without-date"],
    withoutSize: counts["without-size"],
  };
}

/** What needs no header comes first: one that is too small is no match, whatever its header says. */
function judge(row: Row, query: CleanupQuery, words: readonly string[], now: number): Verdict {
  const { largerThan, olderThanDays } = query;
  if (largerThan !== undefined) {
    if (row.octets === null) return "without-size";
    if (row.octets <= largerThan) return "differs";
  }
  if (words.length === 0 && olderThanDays === undefined) return "matches";
  if (!row.loaded) return "unknown";
  const sender = row.from === null ? "" : `${row.from.name} ${row.from.address}`.toLowerCase();
  if (!words.every((word) => sender.includes(word))) return "differs";
  if (olderThanDays === undefined) return "matches";
  if (row.date === null) return "without-date";
  return row.date < now - olderThanDays * DAY_MS ? "matches" : "differs";
}
