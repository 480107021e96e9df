import type { CommitReport, RefreshReport } from "@popgate/shared/api/mailbox";
import type { MailboxAction } from "./actions.ts";
import { isUnsettled, type MailboxView, type Toast } from "./page-state.ts";

/** What the person should hear of a commit or refresh: once, though it comes as a reply and as an event. */
export function toastFor(view: MailboxView, action: MailboxAction): Omit<Toast, "id"> | undefined {
  if (action.type === "refreshed") return newsOf(view, action.report);
  return action.type === "committed" ? outcomeOf(view, action.report) : undefined;
}

function newsOf(view: MailboxView, report: RefreshReport): Omit<Toast, "id"> | undefined {
  if (report.mailbox.generation <= view.newsGeneration) return undefined;
  const added = report.added.length;
  const removed = report.removed.length;
  const lostMarks = report.lostMarks.length;
  // Who asked gets an answer; who did not is told only what is new.
  const isTold = added + removed + lostMarks > 0 || view.activity === "refreshing";
  return isTold ? { tone: "status", news: { kind: "refreshed", added, removed, lostMarks } } : undefined;
}

/** A commit of this page has its own report on screen. */
function outcomeOf(view: MailboxView, report: CommitReport): Omit<Toast, "id"> | undefined {
  if (report.mailbox.generation <= view.toldGeneration) return undefined;
  if (view.activity === "committing" || view.report !== null) return undefined;
  const { unknown, mailbox } = report;
  // Told by the mailbox itself, as long as it may still become known.
  const isNeverKnown = unknown.length > 0 && !isUnsettled(mailbox);
  if (isNeverKnown) return { tone: "alert", news: { kind: "commit-never-known", count: unknown.length } };
  const removed = report.removed.length;
  const remaining = report.remaining.length;
  return view.isUnsettled
    ? { tone: "status", news: { kind: "commit-settled", removed, remaining } }
    : { tone: "status", news: { kind: "committed-elsewhere", removed } };
}
