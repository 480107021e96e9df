import type { Inventory } from "../../client/inventory.ts";
import type { Judgement } from "./judgement.ts";

/** RFC 1939 §7: one to 70 characters from ! to ~. */
const UNIQUE_ID = /^[\x21-\x7e]{1,70}$/;

/** Whether STAT tells what LIST adds up to (RFC 1939 §5). */
export function statFacts({ messages, octets, list }: Inventory): Judgement {
  const sizes = list.map((entry) => entry.octets);
  const unknown = sizes.filter((size) => size === null).length;
  const sum = sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
  const isSame = messages === list.length && octets === sum && unknown === 0;
  return {
    verdict: isSame ? "good" : "warning",
    facts: {
      messages,
      octets: octets ?? undefined,
      listedMessages: list.length,
      listedOctets: sum,
      sizesUnknown: unknown === 0 ? undefined : unknown,
    },
  };
}

/** Whether every message has a unique-id of its own, as RFC 1939 §7 wants it. */
export function uniqueIdFacts({ list, uidl }: Inventory): Judgement {
  if (uidl === undefined) return { verdict: "bad", facts: { present: false } };
  const ids = uidl.map(({ uniqueId }) => uniqueId);
  const listed = new Set(list.map(({ number }) => number));
  const without = listed.size - new Set(uidl.map(({ number }) => number).filter((n) => listed.has(n))).size;
  const repeated = ids.length - new Set(ids).size;
  const malformed = ids.filter((id) => !UNIQUE_ID.test(id)).length;
  const isGood = without === 0 && repeated === 0;
  return {
    verdict: !isGood ? "bad" : malformed > 0 ? "warning" : "good",
    facts: {
      present: true,
      messages: list.length,
      distinct: new Set(ids).size,
      repeated,
      malformed,
      messagesWithout: without,
      longest: ids.reduce((longest, id) => Math.max(longest, id.length), 0),
    },
  };
}

/** Whether a message has the same unique-id in the next session; those that came or went are left out. */
export function stabilityFacts(first: Inventory, second: Inventory): Judgement {
  const before = byNumber(first);
  const after = byNumber(second);
  const isSameMaildrop = first.messages === second.messages && first.octets === second.octets;
  // Without a lock mail may come or go between: then an id may have another number, but not be new.
  const laterIds = new Set(after.values());
  const changed = isSameMaildrop
    ? [...before].filter(([number, id]) => after.get(number) !== id).length
    : [...before.values()].filter((id) => !laterIds.has(id)).length;
  return {
    verdict: changed === 0 ? "good" : isSameMaildrop ? "bad" : "note",
    facts: { compared: before.size, changed, sameMaildrop: isSameMaildrop },
  };
}

function byNumber({ uidl = [] }: Inventory): Map<number, string> {
  return new Map(uidl.map(({ number, uniqueId }) => [number, uniqueId]));
}
