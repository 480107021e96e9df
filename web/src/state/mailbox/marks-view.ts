import type { Marks } from "@popgate/shared/api/mailbox";

/** A change of marks that was sent and not yet answered. */
export interface MarkRequest {
  readonly id: number;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** What the change adds to, or takes from, the octets that the commit frees. */
  readonly octets: number;
}

/** Marks as the gateway confirmed them, and as the person sees them: with what is under way. */
export interface MarksView {
  readonly confirmed: Marks;
  readonly pending: readonly MarkRequest[];
  readonly uids: ReadonlySet<string>;
  readonly octets: number;
  /** The server has no DELE for what the gateway keeps: the session was lost or let go. */
  readonly isWaiting: boolean;
}

export function marksView(confirmed: Marks, pending: readonly MarkRequest[] = []): MarksView {
  const uids = new Set(confirmed.uids);
  let octets = confirmed.octets;
  for (const change of pending) {
    for (const uid of change.add) uids.add(uid);
    for (const uid of change.remove) uids.delete(uid);
    octets += change.octets;
  }
  const isWaiting = confirmed.uids.length > 0 && !confirmed.onServer;
  return { confirmed, pending, uids, octets: uids.size === 0 ? 0 : Math.max(0, octets), isWaiting };
}

/** The change shows at once; the gateway's answer settles it. */
export function wantMarks(view: MarksView, change: MarkRequest): MarksView {
  return marksView(view.confirmed, [...view.pending, change]);
}

/** The gateway's answer, or its refusal when there are no marks with it. */
export function settleMarks(view: MarksView, requestId: number, marks?: Marks): MarksView {
  const pending = view.pending.filter((change) => change.id !== requestId);
  return marksView(marks ? newer(view.confirmed, marks) : view.confirmed, pending);
}

/** Marks from an event. A reply and an event may come in any order: the higher revision is true. */
export function takeMarks(view: MarksView, marks: Marks): MarksView {
  const confirmed = newer(view.confirmed, marks);
  return confirmed === view.confirmed ? view : marksView(confirmed, view.pending);
}

function newer(a: Marks, b: Marks): Marks {
  return b.revision >= a.revision ? b : a;
}
