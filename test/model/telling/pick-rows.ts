import type { Pick, Stale } from "../history.ts";
import type { ShownRow } from "../world/person.ts";

/** The rows that picks name, each once; none where there are no rows. */
export function uidsOf(rows: readonly ShownRow[], picks: readonly Pick[]): string[] {
  if (rows.length === 0) return [];
  return [...new Set(picks.map((pick) => rows[pick % rows.length]?.uid ?? ""))];
}

/** The marks that the rows show, or what a page would name that has not heard of the last change. */
export function uidsToCommit(rows: readonly ShownRow[], stale: Stale): string[] {
  const marked = rows.filter(({ isMarked }) => isMarked).map(({ uid }) => uid);
  if (stale === "missing") return marked.slice(1);
  const extra = rows.filter(({ isMarked }) => !isMarked).map(({ uid }) => uid);
  return stale === "extra" ? [...marked, ...extra.slice(0, 1)] : marked;
}
