import { messages } from "../lib/messages/catalogue.ts";
import type { MailboxAction } from "./actions.ts";
import type { MailboxView, Toast } from "./page-state.ts";

/**
 * What the person should hear of a commit or refresh: once, though it comes as a reply and as an event.
 * A commit of this page has its own report on screen.
 */
export function toastFor(view: MailboxView, action: MailboxAction): Omit<Toast, "id"> | undefined {
  if (action.type !== "committed" && action.type !== "refreshed") return undefined;
  if (action.report.mailbox.generation <= view.toldGeneration) return undefined;
  if (action.type === "refreshed") {
    const { added, removed, lostMarks } = action.report;
    const text = [messages.list.refreshed(added.length, removed.length)];
    if (lostMarks.length > 0) text.push(messages.list.lostMarks(lostMarks.length));
    return { tone: "status", text: text.join(" ") };
  }
  if (view.activity === "committing") return undefined;
  return { tone: "status", text: messages.marks.committedElsewhere(action.report.removed.length) };
}
