import type { CommitReport, Mailbox, RefreshReport } from "@popgate/shared/api/mailbox";
import type { Action, MailboxAction } from "./actions.ts";
import { withExport, withSearch, withStartedSearch } from "./mailbox/jobs.ts";
import { settleMarks, takeDelta, takeMarks, takeSummary, wantMarks } from "./mailbox/marks-view.ts";
import { staleList, withPage, withQuery, withRows } from "./mailbox/list-view.ts";
import { isUnsettled, type MailboxView, type ReaderView } from "./page-state.ts";
import { inView, withGenerations, withoutUids } from "./mailbox/selection.ts";
import { withEvents } from "./mailbox/transcript-buffer.ts";

export function isMailboxAction(action: Action): action is MailboxAction {
  return "mailboxId" in action && action.type !== "signed-out";
}

/** The next state of one mailbox. */
export function reduceMailbox(view: MailboxView, action: MailboxAction): MailboxView {
  switch (action.type) {
    case "mailbox-event":
      return reduceEvent(view, action.event);
    case "query":
      return { ...view, list: withQuery(view.list, action.query) };
    case "page":
      return takePage(view, action);
    case "row":
      return { ...view, list: withRows(view.list, [action.row]) };
    case "marks-wanted":
      return { ...view, marks: wantMarks(view.marks, action.request) };
    case "marks-settled":
      return { ...view, marks: settleMarks(view.marks, action.requestId, action.delta) };
    case "marks-read":
      return { ...view, marks: takeMarks(view.marks, action.marks) };
    case "reader":
      return { ...view, reader: action.reader, openedIn: openedIn(view, action.reader) };
    case "activity":
      return { ...view, activity: action.activity };
    case "committed":
      return afterCommit(view, action.report);
    case "refreshed":
      return afterRefresh(view, action.report);
    case "expiry-choice":
      return { ...view, expiryChoice: action.choice };
    case "selected":
      return { ...view, selection: chosenIn(view, action) };
    case "search-started":
      return { ...view, jobs: withStartedSearch(view.jobs, action.search) };
    case "search":
      return { ...view, jobs: withSearch(view.jobs, action.search) };
    case "export":
      return { ...view, jobs: withExport(view.jobs, action.job) };
    case "report-closed":
      return view.report === null ? view : { ...view, report: null };
    case "new-rows-seen":
      return view.newRows === 0 ? view : { ...view, newRows: 0 };
    case "paused":
      return { ...view, pause: action.pause };
    case "transcript":
      return { ...view, transcript: withEvents(view.transcript, action.events, action.isCut) };
  }
}

function takePage(
  view: MailboxView,
  { request, reply }: Extract<MailboxAction, { type: "page" }>,
): MailboxView {
  const list = withPage(view.list, request, reply);
  return {
    ...view,
    list,
    selection: inView(view.selection, view.list, list),
    mailbox: { ...view.mailbox, loaded: Math.max(view.mailbox.loaded, reply.loaded) },
  };
}

/** A report of this page's own commit stays on screen; one that says more takes its place. */
function afterCommit(view: MailboxView, report: CommitReport): MailboxView {
  const { mailbox, removed } = report;
  if (mailbox.generation < view.mailbox.generation) return view;
  const isShown = view.activity === "committing" || view.report !== null;
  return {
    ...takeMailbox(view, mailbox),
    reader: readerAfter(view.reader, removed),
    selection: withoutUids(view.selection, removed),
    report: isShown ? report : null,
    // What a reading could not tell, no later one can.
    isUnsettled: isUnsettled(mailbox),
    toldGeneration: Math.max(view.toldGeneration, mailbox.generation),
  };
}

function afterRefresh(view: MailboxView, { mailbox, added, removed }: RefreshReport): MailboxView {
  const isNews = mailbox.generation > view.newsGeneration;
  return {
    ...takeMailbox(view, mailbox),
    reader: readerAfter(view.reader, removed),
    selection: withoutUids(view.selection, removed),
    newRows: view.newRows + (isNews ? added.length : 0),
    newsGeneration: Math.max(view.newsGeneration, mailbox.generation),
  };
}

/** A message that is shown as it arrives is of this reading or a later one; what came later than this is not marked for it. */
function openedIn(view: MailboxView, reader: ReaderView | null): number {
  const isBegun = reader === null || reader.status === "loading" || reader.status === "asking-expiry";
  return isBegun ? view.mailbox.generation : view.openedIn;
}

function chosenIn(
  view: MailboxView,
  { selection, generation }: Extract<MailboxAction, { type: "selected" }>,
) {
  return generation === undefined
    ? withGenerations(selection, view.selection, view.list.generation)
    : withGenerations(selection, undefined, generation);
}

function readerAfter(reader: ReaderView | null, removed: readonly string[]): ReaderView | null {
  return reader?.status === "ready" && removed.includes(reader.uid) ? { ...reader, isGone: true } : reader;
}

/** A newer reading of the maildrop makes the rows stale; they stay on screen until the new ones come. */
export function takeMailbox(view: MailboxView, mailbox: Mailbox): MailboxView {
  // A report and an event may cross: an older reading of the maildrop says nothing new.
  if (mailbox.generation < view.mailbox.generation) return view;
  const isRead = mailbox.generation > view.list.generation;
  return {
    ...view,
    mailbox,
    isUnsettled: view.isUnsettled || isUnsettled(mailbox),
    isRecovering: mailbox.state === "lost" || (mailbox.state === "connecting" && view.isRecovering),
    marks: takeSummary(view.marks, mailbox.marks),
    list: isRead && mailbox.generation > view.mailbox.generation ? staleList(view.list) : view.list,
  };
}

function reduceEvent(
  view: MailboxView,
  event: Extract<MailboxAction, { readonly type: "mailbox-event" }>["event"],
): MailboxView {
  switch (event.type) {
    case "rows":
      // An older row would show another message than a mark on it means.
      if (event.generation < Math.max(view.mailbox.generation, view.list.generation)) return view;
      return {
        ...view,
        mailbox: { ...view.mailbox, loaded: event.loaded },
        list: withRows(view.list, event.rows),
      };
    case "marks":
      return { ...view, marks: takeDelta(view.marks, event.delta) };
    case "progress": {
      const { reader } = view;
      if (reader?.status !== "loading" || reader.uid !== event.uid) return view;
      return { ...view, reader: { ...reader, received: event.received, octets: event.octets } };
    }
    case "transcript":
      return { ...view, transcript: withEvents(view.transcript, event.events) };
  }
}
