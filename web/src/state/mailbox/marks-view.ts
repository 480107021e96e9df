import type { Marks, MarksDelta, MarksSummary } from "@popgate/shared/api/mailbox";
import {
  isAnyKnown,
  isBehind,
  knownMarks,
  withDelta,
  withSummary,
  withWhole,
  type KnownMarks,
} from "./known-marks.ts";
import { hasUid } from "./uid-set.ts";

/** A change of marks that the person asked for, until what is known holds the gateway's answer. */
export interface MarkRequest {
  readonly id: number;
  readonly add: ReadonlySet<string>;
  readonly remove: ReadonlySet<string> | "all";
  /** Octets by unique-id, of those whose size the page knows. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The revision of the answer; absent until it has come. */
  readonly answeredBy?: number;
}

/** Marks as the gateway confirmed them, and as the person sees them: with what is under way. */
export interface MarksView {
  readonly known: KnownMarks;
  readonly pending: readonly MarkRequest[];
  readonly count: number;
  /** What the commit frees; undefined while marks are under way whose size is not known here. */
  readonly octets: number | undefined;
  /** The server has no DELE for what the gateway keeps: the session was lost or let go. */
  readonly isWaiting: boolean;
}

export function marksView(told: MarksSummary): MarksView {
  return viewOf(knownMarks(told), []);
}

/**
 * Whether a message is marked, as the person sees it.
 *
 * @param rowSays what its row told, which counts until the marks have been read
 */
export function hasMark({ known, pending }: MarksView, uid: string, rowSays = false): boolean {
  for (let at = pending.length - 1; at >= 0; at -= 1) {
    const request = pending[at];
    if (request?.add.has(uid) === true) return true;
    if (request?.remove === "all" || request?.remove.has(uid) === true) return false;
  }
  return isAnyKnown(known) ? hasUid(known.uids, uid) : rowSays;
}

/** The change shows at once; the gateway's answer settles it. */
export function wantMarks({ known, pending }: MarksView, request: MarkRequest): MarksView {
  return viewOf(known, [...pending, request]);
}

/** The gateway's answer, or its refusal when there is no change with it. */
export function settleMarks({ known, pending }: MarksView, requestId: number, delta?: MarksDelta): MarksView {
  const others = pending.filter(({ id }) => id !== requestId);
  if (!delta) return viewOf(known, others);
  const answered = pending.map((each) =>
    each.id === requestId ? { ...each, answeredBy: delta.revision } : each,
  );
  return viewOf(withDelta(known, delta), answered);
}

/** A change, from an event. */
export function takeDelta(view: MarksView, delta: MarksDelta): MarksView {
  return taken(view, withDelta(view.known, delta));
}

/** All marks, which were asked for. */
export function takeMarks(view: MarksView, marks: Marks): MarksView {
  return taken(view, withWhole(view.known, marks));
}

/** What a mailbox tells of them. */
export function takeSummary(view: MarksView, told: MarksSummary): MarksView {
  return taken(view, withSummary(view.known, told));
}

function taken(view: MarksView, known: KnownMarks): MarksView {
  return known === view.known ? view : viewOf(known, view.pending);
}

function viewOf(known: KnownMarks, requests: readonly MarkRequest[]): MarksView {
  const pending = requests.filter(
    ({ answeredBy }) => answeredBy === undefined || answeredBy > known.revision,
  );
  const { told } = known;
  const isWaiting = told.count > 0 && !told.onServer;
  // Whether the figures that were told count what is under way cannot be said then: they are shown as they are.
  if (isBehind(known)) return { known, pending, count: told.count, octets: told.octets, isWaiting };
  return { known, pending, ...withPending(known, pending), isWaiting };
}

/** The figures with what is under way and not confirmed yet. */
function withPending(
  { uids, told }: KnownMarks,
  pending: readonly MarkRequest[],
): Pick<MarksView, "count" | "octets"> {
  let isEmptied = false;
  const wanted = new Map<string, { readonly isMarked: boolean; readonly size: number | undefined }>();
  for (const { add, remove, sizes } of pending) {
    if (remove === "all") {
      isEmptied = true;
      wanted.clear();
    } else {
      for (const uid of remove) wanted.set(uid, { isMarked: false, size: sizes.get(uid) });
    }
    for (const uid of add) wanted.set(uid, { isMarked: true, size: sizes.get(uid) });
  }
  let count = isEmptied ? 0 : told.count;
  let octets: number | undefined = isEmptied ? 0 : told.octets;
  for (const [uid, { isMarked: isWanted, size }] of wanted) {
    if (isWanted === (!isEmptied && hasUid(uids, uid))) continue;
    count += isWanted ? 1 : -1;
    octets = octets === undefined || size === undefined ? undefined : octets + (isWanted ? size : -size);
  }
  // No marks free nothing, whatever is not known of their sizes.
  return { count, octets: count === 0 ? 0 : octets };
}
