import type { RowQuery } from "@popgate/shared/api/message";
import type { RowFacts } from "./row-facts.ts";

/** The chip "Large": what is worth freeing, and slow to fetch on a phone. */
const LARGE_OCTETS = 1024 * 1024;

export type RowTest = Pick<RowQuery, "filter" | "q">;
/** Whether a row passes the query's chip and its words: all of them, in subject, names or addresses. */
export function rowTest({ filter, q }: RowTest): (row: RowFacts) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => passes(row, filter) && (words.length === 0 || hasWords(row, words));
}

/** Whether only a header that was read can tell if a row passes. */
export function needsHeader({ filter, q }: RowTest): boolean {
  return filter === "attachments" || q.trim() !== "";
}

function passes(row: RowFacts, filter: RowQuery["filter"]): boolean {
  switch (filter) {
    case "all":
      return true;
    case "unread":
      return !row.seen;
    case "attachments":
      return row.header("hasAttachments");
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

function hasWords(row: RowFacts, words: readonly string[]): boolean {
  let text = row.header("subject");
  const from = row.header("from");
  if (from !== null) text += `\n${from.name} ${from.address}`;
  for (const { name, address } of row.header("to")) text += `\n${name} ${address}`;
  text = text.toLowerCase();
  return words.every((word) => text.includes(word));
}
