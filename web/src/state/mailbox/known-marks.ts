import type { Marks, MarksDelta, MarksSummary } from "@popgate/shared/api/mailbox";
import { uidSet, withChange, type UidSet } from "./uid-set.ts";

/** What the page has heard of a mailbox's marks: replies and events may be lost, doubled, or come in any order. */
export interface KnownMarks {
  /** All marks of `revision`. */
  readonly uids: UidSet;
  /** Less than any of the gateway's before all marks were read. */
  readonly revision: number;
  /** Later changes, by their revision, that follow from one that has not come. */
  readonly ahead: readonly MarksDelta[];
  /** The latest that was heard, which may be later than `revision`. */
  readonly told: MarksSummary;
}

const NOTHING_KNOWN = -1;
/** While a page reads the marks of a large mailbox, others may click; it reads them again if they click more. */
const MAX_AHEAD = 100;

/** How many there are, and not yet which. */
export function knownMarks(told: MarksSummary): KnownMarks {
  const nothing = { uids: uidSet([]), revision: NOTHING_KNOWN, ahead: [], told };
  return told.count === 0 ? { ...nothing, revision: told.revision } : nothing;
}

/** Whether changes were missed: then all marks are to be read. */
export function isBehind({ revision, told }: KnownMarks): boolean {
  return revision < told.revision;
}

/** Whether the marks of any revision are known. */
export function isAnyKnown({ revision }: KnownMarks): boolean {
  return revision > NOTHING_KNOWN;
}

/** A change: it applies where all before it are known, and else waits for them. */
export function withDelta(known: KnownMarks, delta: MarksDelta): KnownMarks {
  if (delta.revision <= known.revision) return known;
  const others = known.ahead.filter(({ from, revision }) => revision !== delta.revision || from < delta.from);
  const ahead = [...others, delta].toSorted((left, right) => left.revision - right.revision);
  return caughtUp({ ...known, told: newer(known.told, delta) }, ahead);
}

/** All marks, which stand in place of any earlier ones. */
export function withWhole(known: KnownMarks, { uids, ...summary }: Marks): KnownMarks {
  return withDelta(known, { ...summary, from: summary.revision, added: uids, removed: "all" });
}

/** Of what a mailbox tells; where nothing is marked that is the whole. */
export function withSummary(known: KnownMarks, told: MarksSummary): KnownMarks {
  if (told.revision <= known.told.revision) return known;
  return told.count === 0 ? withWhole(known, { uids: [], ...told }) : { ...known, told };
}

/** Takes each change in turn that follows from what is known by then. */
function caughtUp(known: KnownMarks, deltas: readonly MarksDelta[]): KnownMarks {
  let { uids, revision } = known;
  for (const { from, added, removed, revision: next } of deltas) {
    if (next <= revision || (removed !== "all" && from > revision)) continue;
    uids = removed === "all" ? uidSet(added) : withChange(uids, added, removed);
    revision = next;
  }
  const ahead = deltas.filter((delta) => delta.revision > revision).slice(-MAX_AHEAD);
  return { ...known, uids, revision, ahead };
}

function newer(held: MarksSummary, { count, octets, revision, onServer }: MarksSummary): MarksSummary {
  return revision > held.revision ? { count, octets, revision, onServer } : held;
}
