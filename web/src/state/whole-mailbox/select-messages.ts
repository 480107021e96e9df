import { listUids } from "@popgate/shared/api/whole-mailbox";
import type { MessageList } from "../message-list.ts";
import { setMarks } from "../operations/change-marks.ts";
import { reportFailure } from "../operations/report-failure.ts";
import type { Page } from "../page.ts";
import { EMPTY_SELECTION, withUids, type Selection } from "../selection.ts";

/** Unique-ids that one request may mark (shared/api/message.ts). */
const MARKS_AT_ONCE = 100_000;

/** Changes what is chosen. */
export function select(
  page: Page,
  mailboxId: string,
  change: (selection: Selection, list: MessageList) => Selection,
): void {
  const view = page.store.state().mailboxes.get(mailboxId);
  if (!view) return;
  page.store.dispatch({ type: "selected", mailboxId, selection: change(view.selection, view.list) });
}

/** Chooses the rows that this page holds. */
export function selectLoaded(page: Page, mailboxId: string): void {
  select(page, mailboxId, (selection, { rows }) => withUids(selection, rows.keys()));
}

/** Chooses all messages that match the search and the filter of the list, also those that were never on screen. */
export async function selectMatching(page: Page, mailboxId: string): Promise<void> {
  const query = page.store.state().mailboxes.get(mailboxId)?.list.query;
  if (!query) return;
  try {
    const { q, filter } = query;
    const reply = await page.call(listUids, { params: { id: mailboxId }, query: { q, filter } });
    const { uids, octets, unknown } = reply;
    select(page, mailboxId, (selection) => ({ ...withUids(selection, uids), octets, unknown }));
  } catch (error) {
    reportFailure(page, error);
  }
}

/** Nothing is chosen, and a click opens a row again. */
export function clearSelection(page: Page, mailboxId: string): void {
  select(page, mailboxId, () => EMPTY_SELECTION);
}

/** Marks all of them, as many in one request as it takes. */
export async function markAll(page: Page, mailboxId: string, uids: Iterable<string>): Promise<void> {
  const marked = page.store.state().mailboxes.get(mailboxId)?.marks.uids;
  const add = [...uids].filter((uid) => marked?.has(uid) !== true);
  for (let from = 0; from < add.length; from += MARKS_AT_ONCE) {
    // One after the other: POP3 has one connection.
    await setMarks(page, mailboxId, { add: add.slice(from, from + MARKS_AT_ONCE) });
  }
}
