import { getMarks } from "@popgate/shared/api/message";
import { asFailure } from "../../api/api-failure.ts";
import { isBehind, type KnownMarks } from "../mailbox/known-marks.ts";
import type { Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

/**
 * Reads all marks of a mailbox whenever the page has missed changes of them, at first sight too. What cannot be
 * read is tried again when more is told of it, or the line opens again. Call once.
 */
export function followMarks(page: Page): void {
  /** For each mailbox the revision that was missing: it is being read, or could not be. */
  const tried = new Map<string, number>();
  const reading = new Set<string>();
  let { live } = page.store.state();

  const settle = (): void => {
    const state = page.store.state();
    if (state.live !== live && state.live.status === "open") tried.clear();
    live = state.live;
    for (const [mailboxId, { marks }] of state.mailboxes) {
      const isTried = reading.has(mailboxId) || tried.get(mailboxId) === marks.known.told.revision;
      if (isBehind(marks.known) && !isTried) void read(mailboxId, marks.known);
    }
  };
  const read = async (mailboxId: string, { told }: KnownMarks): Promise<void> => {
    reading.add(mailboxId);
    tried.set(mailboxId, told.revision);
    try {
      const marks = await page.call(getMarks, { params: { id: mailboxId } });
      reading.delete(mailboxId);
      if (marks.revision >= told.revision) tried.delete(mailboxId);
      page.store.dispatch({ type: "marks-read", mailboxId, marks });
    } catch (error) {
      reading.delete(mailboxId);
      // Unreachable: the banner about the lost line says so already.
      if (asFailure(error).code !== "offline") reportFailure(page, error);
    }
  };
  page.store.subscribe(settle);
  settle();
}
