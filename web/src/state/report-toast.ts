import type { CommitReport, RefreshReport } from "@popgate/shared/api/mailbox";
import { messages } from "../lib/messages/catalogue.ts";
import type { MailboxAction } from "./actions.ts";
import { isUnsettled, type MailboxView, type Toast } from "./page-state.ts";

/** What the person should hear of a commit or refresh: once, though it comes as a reply and as an event. */
export function toastFor(view: MailboxView, action: MailboxAction): Omit<Toast, "id"> | undefined {
  if (action.type === "refreshed") return newsOf(view, action.report);
  return action.type === "committed" ? outcomeOf(view, action.report) : undefined;
}

function newsOf(view: MailboxView, report: RefreshReport): Omit<Toast, "id"> | undefined {
  const words = messages.list;
  if (report.mailbox.generation <= view.newsGeneration) return undefined;
  const { added, removed, lostMarks } = report;
  const news = [
    added.length > 0 && words.added(added.length),
    removed.length > 0 && words.removed(removed.length),
    lostMarks.length > 0 && words.lostMarks(lostMarks.length),
  ].filter((text) => text !== false);
  // Who asked gets an answer; who did not is told only what is new.
  if (news.length > 0) return { tone: "status", text: news.join(" ") };
  return view.activity === "refreshing" ? { tone: "status", text: words.nothingNew } : undefined;
}

/** A commit of this page has its own report on screen. */
function outcomeOf(view: MailboxView, report: CommitReport): Omit<Toast, "id"> | undefined {
  const words = messages.marks;
  if (report.mailbox.generation <= view.toldGeneration) return undefined;
  if (view.activity === "committing" || view.report !== null) return undefined;
  const { removed, remaining, unknown, mailbox } = report;
  // Told by the mailbox itself, as long as it may still become known.
  const isNeverKnown = unknown.length > 0 && !isUnsettled(mailbox);
  if (isNeverKnown) return { tone: "alert", text: words.neverKnown(unknown.length) };
  const text = view.isUnsettled
    ? words.settled(removed.length, remaining.length)
    : words.committedElsewhere(removed.length);
  return { tone: "status", text };
}
