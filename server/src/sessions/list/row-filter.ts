import type { Row, RowQuery } from "@popgate/shared/api/message";

/** The chip "Large": what is worth freeing, and slow to fetch on a phone. */
const LARGE_OCTETS = 1024 * 1024;

export type RowTest = Pick<RowQuery, "filter" | "q">;
/** What a filter looks at. */
export type FilteredFacts = Omit<Row, "uid" | "number" | "date">;

/** Whether a row passes the query's chip and its words: all of them, in subject, names or addresses. */
export function rowTest({ filter, q }: RowTest): (row: FilteredFacts) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => passes(row, filter) && (words.length === 0 || hasWords(row, words));
}

/** Whether only a header that was read can tell if a row passes. */
export function needsHeader({ filter, q }: RowTest): boolean {
  return filter === "attachments" || q.trim() !== "";
}

function passes(row: FilteredFacts, filter: RowQuery["filter"]): boolean {
  switch (filter) {
    case "all":
      return true;
    case "unread":
      return !row.seen;
    case "attachments":
      return row.hasAttachments;
    case "marked":
      return row.marked;
    case "large":
      return (row.octets ?? 0) >= LARGE_OCTETS;
    case "starred":
      return row.starred;
    case "new":
      return row.isNew;
    default:
      return filter satisfies never;
  }
}

function hasWords(row: FilteredFacts, words: readonly string[]): boolean {
  let text = row.subject;
  if (row.from !== null) text += `\n${row.from.name} ${row.from.address}`;
  for (const { name, address } of row.to) text += `\n${name} ${address}`;
  text = text.toLowerCase();
  return words.every((word) => text.includes(word));
}
