import { listUids } from "@popgate/shared/api/bulk";
import type { ListView } from "../mailbox/list-view.ts";
import { hasMark } from "../mailbox/marks-view.ts";
import { addMarks } from "../operations/change-marks.ts";
import { reportFailure } from "../operations/report-failure.ts";
import { viewOf, type Page } from "../page.ts";
import { EMPTY_SELECTION, withUids, type Selection } from "../mailbox/selection.ts";

/** Unique-ids that one request may mark (shared/api/message.ts). */
const MARKS_AT_ONCE = 100_000;

/** Changes what is chosen. @param generation of the reading that all of it is of, if not as the list shows it */
export function select(
  page: Page,
  mailboxId: string,
  change: (selection: Selection, list: ListView) => Selection,
  generation?: number,
): void {
  const view = viewOf(page, mailboxId);
  if (!view) return;
  const selection = change(view.selection, view.list);
  page.store.dispatch({ type: "selected", mailboxId, selection, generation });
}

/** Chooses the rows that this page holds. */
export function selectLoaded(page: Page, mailboxId: string): void {
  select(page, mailboxId, (selection, { rows }) => withUids(selection, rows.keys()));
}

/** Chooses all messages that match the search and the filter of the list, also those that were never on screen. */
export async function selectMatching(page: Page, mailboxId: string): Promise<void> {
  const query = viewOf(page, mailboxId)?.list.query;
  if (!query) return;
  try {
    const { q, filter } = query;
    const reply = await page.call(listUids, { params: { id: mailboxId }, query: { q, filter } });
    const { uids, octets, unknown, generation } = reply;
    const choose = (selection: Selection) => ({ ...withUids(selection, uids), octets, unknown });
    // Meanwhile something else was looked for: what it does not show is not chosen.
    const now = viewOf(page, mailboxId)?.list.query;
    if (now?.q !== q || now.filter !== filter) return;
    select(page, mailboxId, choose, generation);
  } catch (error) {
    reportFailure(page, error);
  }
}

/** Nothing is chosen, and a click opens a row again. */
export function clearSelection(page: Page, mailboxId: string): void {
  select(page, mailboxId, () => EMPTY_SELECTION);
}

/** Marks what is chosen: each as the reading showed it in which it was chosen. */
export async function markSelection(page: Page, mailboxId: string): Promise<void> {
  const selection = viewOf(page, mailboxId)?.selection;
  if (!selection) return;
  const byGeneration = new Map<number, string[]>();
  for (const uid of selection.uids) {
    const generation = selection.generations.get(uid) ?? 0;
    const uids = byGeneration.get(generation) ?? [];
    uids.push(uid);
    byGeneration.set(generation, uids);
  }
  for (const [generation, uids] of byGeneration) await markAll(page, mailboxId, uids, generation);
}

/** Marks all of them, as many in one request as it takes. @param generation of the reading that showed them */
export async function markAll(
  page: Page,
  mailboxId: string,
  uids: Iterable<string>,
  generation: number,
): Promise<void> {
  const marks = viewOf(page, mailboxId)?.marks;
  const add = [...uids].filter((uid) => !marks || !hasMark(marks, uid));
  for (let from = 0; from < add.length; from += MARKS_AT_ONCE) {
    // One after the other: POP3 has one connection.
    await addMarks(page, mailboxId, add.slice(from, from + MARKS_AT_ONCE), generation);
  }
}
