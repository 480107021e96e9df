import { heldBetween, indexOf, isFiltered, type ListView } from "./list-view.ts";

/** Messages that were chosen for one action together. */
export interface Selection {
  readonly uids: ReadonlySet<string>;
  /** Which reading of the maildrop showed each of them when it was chosen. */
  readonly generations: ReadonlyMap<string, number>;
  /** Where a range begins: the message that was chosen last without Shift. */
  readonly anchor: string | undefined;
  /** Of all of them together, where the gateway has told it and nothing was changed since. */
  readonly octets: number | undefined;
  /** Messages that could not be judged when "all that match" were chosen: their header was not read. */
  readonly unknown: number;
  /** A click on a row chooses it instead of opening it. */
  readonly isChoosing: boolean;
}

export const EMPTY_SELECTION: Selection = {
  uids: new Set(),
  generations: new Map(),
  anchor: undefined,
  octets: undefined,
  unknown: 0,
  isChoosing: false,
};

/** Chooses these alone; a range may begin at `anchor`. */
export function withUids(selection: Selection, uids: Iterable<string>, anchor?: string): Selection {
  return { ...selection, uids: new Set(uids), anchor, octets: undefined, unknown: 0 };
}

/** Chooses one more, or one less. */
export function toggled(selection: Selection, uid: string): Selection {
  const uids = new Set(selection.uids);
  if (!uids.delete(uid)) uids.add(uid);
  return withUids(selection, uids, uid);
}

/**
 * Chooses all from the anchor to this one, beside what was chosen. Rows between them that are not held
 * are left out; without an anchor in the list it is this one alone.
 */
export function extended(selection: Selection, list: ListView, uid: string): Selection {
  const { anchor } = selection;
  const from = anchor === undefined ? -1 : indexOf(list, anchor);
  const to = indexOf(list, uid);
  const uids = new Set(selection.uids).add(uid);
  if (from < 0 || to < 0) return withUids(selection, uids, uid);
  for (const between of heldBetween(list, Math.min(from, to), Math.max(from, to))) uids.add(between.uid);
  return withUids(selection, uids, anchor);
}

/** What was chosen before keeps its reading; the others are of this one. */
export function withGenerations(
  selection: Selection,
  before: Selection | undefined,
  generation: number,
): Selection {
  const generations = new Map<string, number>();
  for (const uid of selection.uids) {
    const known = before?.uids.has(uid) === true ? before.generations.get(uid) : undefined;
    generations.set(uid, known ?? generation);
  }
  return { ...selection, generations };
}

/** Without these, which have left the maildrop or the list. */
export function withoutUids(selection: Selection, gone: readonly string[]): Selection {
  if (!gone.some((uid) => selection.uids.has(uid))) return selection;
  const uids = new Set(selection.uids);
  for (const uid of gone) uids.delete(uid);
  return { ...withUids(selection, uids, selection.anchor), unknown: selection.unknown };
}

/**
 * An action on many messages reaches only what can be seen: another search or filter, and a row that has left the
 * one there is, take their messages out of the selection. Where everything is shown, all of them stay.
 */
export function inView(selection: Selection, before: ListView, after: ListView): Selection {
  if (after === before || selection.uids.size === 0 || !isFiltered(after.shownQuery)) return selection;
  const { q, filter } = before.shownQuery;
  const isAnother = q !== after.shownQuery.q || filter !== after.shownQuery.filter;
  // Of a long result only pages are held: a message in none of them may still be in it.
  if (!isAnother && after.rows.size < after.total) return selection;
  return withoutUids(
    selection,
    [...selection.uids].filter((uid) => !after.rows.has(uid)),
  );
}

/** Octets of the chosen messages; undefined where a row that would tell is not held. */
export function selectionOctets({ uids, octets }: Selection, list: ListView): number | undefined {
  if (octets !== undefined) return octets;
  let sum = 0;
  for (const uid of uids) {
    const row = list.rows.get(uid);
    if (!row) return undefined;
    sum += row.octets ?? 0;
  }
  return sum;
}
