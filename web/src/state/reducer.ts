import type { ServerEvent } from "@popgate/shared/api/events";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { Action } from "./actions.ts";
import { isMailboxAction, reduceMailbox, takeMailbox } from "./mailbox-reducer.ts";
import {
  mailboxView,
  type Ended,
  type Live,
  type MailboxView,
  type PageState,
  type Toast,
} from "./page-state.ts";
import { toastFor } from "./report-toast.ts";

/** Toasts on screen at once; older ones go. */
const MAX_TOASTS = 4;

/** The next state of the page. Pure: same state and action, same result. */
export function reduce(state: PageState, action: Action): PageState {
  if (isMailboxAction(action)) {
    const view = state.mailboxes.get(action.mailboxId);
    if (!view) return state;
    const toast = toastFor(view, action);
    const next = withView(state, reduceMailbox(view, action));
    return toast ? withToast(next, toast) : next;
  }
  switch (action.type) {
    case "started":
      return withMailboxes(
        { ...state, start: { status: "ready", servers: action.servers } },
        action.mailboxes,
      );
    case "start-failed":
      return { ...state, start: { status: "failed", failure: action.failure } };
    case "live":
      // Each loss is a new wait; the other states are told once.
      if (action.live.status !== "lost" && isSameLive(state.live, action.live)) return state;
      return { ...state, live: action.live };
    case "event":
      return reduceEvent(state, action.event);
    case "resynced":
      return withMailboxes(state, action.mailboxes);
    case "session-ended":
      return withEnd(state, action.why);
    case "signed-in":
      return { ...withMailbox(state, action.mailbox), ended: undefined };
    case "signed-out":
      return without(state, action.mailboxId);
    case "toast":
      return withToast(state, action.toast);
    case "toast-gone":
      return { ...state, toasts: state.toasts.filter((toast) => toast.id !== action.id) };
  }
}

function isSameLive(one: Live, other: Live): boolean {
  const isPolling = (live: Live): boolean => live.status === "open" && live.isPolling;
  return one.status === other.status && isPolling(one) === isPolling(other);
}

function reduceEvent(state: PageState, event: ServerEvent): PageState {
  switch (event.type) {
    case "mailbox":
      return withMailbox(state, event.mailbox);
    case "closed":
      return without(state, event.mailboxId);
    case "committed":
      return reduce(state, { type: "committed", mailboxId: event.mailboxId, report: event.report });
    case "refreshed":
      return reduce(state, { type: "refreshed", mailboxId: event.mailboxId, report: event.report });
    case "rows":
    case "marks":
    case "progress":
    case "transcript":
      return reduce(state, { type: "mailbox-event", mailboxId: event.mailboxId, event });
    case "body-search":
      return reduce(state, { type: "search", mailboxId: event.mailboxId, search: event.search });
    case "export":
      return reduce(state, { type: "export", mailboxId: event.mailboxId, job: event.job });
    case "keeping":
      return { ...state, keeping: event.keeping };
    case "resync":
      // Asking again is an operation (operations/live-events.ts); there is nothing to change yet.
      return state;
  }
}

function withEnd(state: PageState, why: Ended["why"]): PageState {
  const views = [...state.mailboxes.values()];
  const [first] = views;
  if (!first) return state;
  const marks = views.reduce((sum, view) => sum + view.marks.count, 0);
  return { ...withMailboxes(state, []), ended: { why, user: first.mailbox.user, marks } };
}

function withMailbox(state: PageState, mailbox: Mailbox): PageState {
  const view = state.mailboxes.get(mailbox.id);
  if (view) return withView(state, takeMailbox(view, mailbox));
  return withView({ ...state, order: [...state.order, mailbox.id] }, mailboxView(mailbox));
}

function withMailboxes(state: PageState, mailboxes: readonly Mailbox[]): PageState {
  const views = mailboxes.map((mailbox): [string, MailboxView] => {
    const view = state.mailboxes.get(mailbox.id);
    return [mailbox.id, view ? takeMailbox(view, mailbox) : mailboxView(mailbox)];
  });
  return { ...state, order: views.map(([id]) => id), mailboxes: new Map(views) };
}

function withView(state: PageState, view: MailboxView): PageState {
  if (state.mailboxes.get(view.mailbox.id) === view) return state;
  return { ...state, mailboxes: new Map(state.mailboxes).set(view.mailbox.id, view) };
}

function without(state: PageState, mailboxId: string): PageState {
  if (!state.mailboxes.has(mailboxId)) return state;
  const mailboxes = new Map(state.mailboxes);
  mailboxes.delete(mailboxId);
  return { ...state, order: state.order.filter((id) => id !== mailboxId), mailboxes };
}

function withToast(state: PageState, toast: Omit<Toast, "id">): PageState {
  // The same news again takes the place of the old: one of them is enough to read, and to dismiss.
  const isSame = ({ news }: Toast): boolean => JSON.stringify(news) === JSON.stringify(toast.news);
  const others = state.toasts.filter((held) => !isSame(held));
  const toasts = [...others, { ...toast, id: state.nextToast }].slice(-MAX_TOASTS);
  return { ...state, toasts, nextToast: state.nextToast + 1 };
}
