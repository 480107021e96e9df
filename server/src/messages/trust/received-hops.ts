import type { Hop } from "@popgate/shared/api/trust";
import { decodeField, type HeaderField } from "../header/header-fields.ts";
import { parseDateField } from "../header/date-field.ts";

/** Mail in a loop gathers a hundred before a server gives up (RFC 5321 §6.3). */
const MAX_HOPS = 100;
const MAX_CHARACTERS = 300;

/** The servers that a message went through, in the order of its way: each put its field on top. */
export function readHops(fields: readonly HeaderField[]): Hop[] {
  const hops: Hop[] = [];
  const received = fields.filter(({ name }) => name.toLowerCase() === "received").slice(0, MAX_HOPS);
  for (const { raw } of received.toReversed()) {
    const before = hops.at(-1)?.date ?? null;
    const hop = readHop(decodeField(raw));
    hops.push({ ...hop, delayMs: hop.date === null || before === null ? null : hop.date - before });
  }
  return hops;
}

function readHop(value: string): Omit<Hop, "delayMs"> {
  // The date stands behind the last semicolon; comments may hold some too.
  const semicolon = value.lastIndexOf(";");
  const clauses = (semicolon === -1 ? value : value.slice(0, semicolon)).slice(0, 2000);
  return {
    from: clause(clauses, /(?:^|\s)from\s+(\S+(?:\s*\([^()]{0,200}\))?)/i),
    by: clause(clauses, /(?:^|[\s)])by\s+(\S+)/i),
    with: clause(clauses, /(?:^|[\s)])with\s+(\S+)/i),
    date: semicolon === -1 ? null : parseDateField(value.slice(semicolon + 1)),
  };
}

function clause(text: string, pattern: RegExp): string {
  return (pattern.exec(text)?.[1] ?? "").slice(0, MAX_CHARACTERS);
}
