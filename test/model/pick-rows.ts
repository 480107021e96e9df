import type { Pick } from "./history.ts";
import type { ShownRow } from "./person.ts";

/** The rows that picks name, each once; none where there are no rows. */
export function uidsOf(rows: readonly ShownRow[], picks: readonly Pick[]): string[] {
  if (rows.length === 0) return [];
  return [...new Set(picks.map((pick) => rows[pick % rows.length]?.uid ?? ""))];
}
