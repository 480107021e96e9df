import type { Row, RowQuery } from "@popgate/shared/api/message";

/** The chip "Large": what is worth freeing, and slow to fetch on a phone. */
const LARGE_OCTETS = 1024 * 1024;

const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });

/** Whether a row passes the query's chip and its words: all of them, in subject, names or addresses. */
export function matches(row: Row, { filter, q }: RowQuery): boolean {
  return passes(row, filter) && hasWords(row, q);
}

function passes(row: Row, filter: RowQuery["filter"]): boolean {
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

function hasWords(row: Row, q: string): boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const people = [row.from, ...row.to].map((person) =>
    person === null ? "" : `${person.name} ${person.address}`,
  );
  const text = [row.subject, ...people].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Rows that do not tell come last in either direction; equal ones stay in the order of arrival. */
export function compareRows(left: Row, right: Row, { sort, order }: RowQuery): number {
  const direction = order === "asc" ? 1 : -1;
  switch (sort) {
    case "number":
      return (left.number - right.number) * direction;
    case "date":
      return comparedNumbers(left.date, right.date, direction) || right.number - left.number;
    case "size":
      return comparedNumbers(left.octets, right.octets, direction) || right.number - left.number;
    case "from":
      return comparedTexts(sender(left), sender(right), direction) || right.number - left.number;
    case "subject":
      return comparedTexts(topic(left), topic(right), direction) || right.number - left.number;
    default:
      return sort satisfies never;
  }
}

function comparedNumbers(left: number | null, right: number | null, direction: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return (left - right) * direction;
}

function comparedTexts(left: string, right: string, direction: number): number {
  if (left === "" || right === "") return Number(left === "") - Number(right === "");
  return collator.compare(left, right) * direction;
}

function sender({ from }: Row): string {
  return from === null ? "" : from.name || from.address;
}

/** "Re:" and its kin say nothing about what a message is about. */
function topic({ subject }: Row): string {
  return subject.replace(/^(?:\s*(?:re|fwd?|aw|wg)\s*(?:\[\d+\])?:)+\s*/i, "").trim();
}
