import { listMessages, patchMessage, type Row } from "@popgate/shared/api/message";
import { needsPage, PAGE_ROWS, type ListQuery, type ListView } from "../mailbox/list-view.ts";
import { viewOf, type Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

/** Unique-ids that a viewport event may hold (shared/api/events.ts). */
const MAX_VIEWPORT = 200;

const inFlight = new Set<string>();

/** Asks for the pages of the rows from `first` to `last` that are not held, or are stale. */
export function requestRows(page: Page, mailboxId: string, first: number, last: number): void {
  const list = viewOf(page, mailboxId)?.list;
  if (!list) return;
  for (let index = Math.floor(first / PAGE_ROWS); index <= Math.floor(last / PAGE_ROWS); index += 1) {
    if (needsPage(list, index)) void requestPage(page, mailboxId, list, index);
  }
}

/** One row by itself, whether or not the list holds it: an empty patch changes nothing and tells it. Throws `ApiFailure`. */
export function readRow(page: Page, mailboxId: string, uid: string, signal?: AbortSignal): Promise<Row> {
  return page.call(patchMessage, { params: { id: mailboxId, uid }, body: {} }, signal && { signal });
}

/** Tells the gateway which rows are on screen, so that their headers are read first. */
export function tellViewport(page: Page, mailboxId: string, uids: readonly string[]): void {
  page.wants.viewport = { type: "viewport", mailboxId, uids: uids.slice(0, MAX_VIEWPORT) };
  page.wire.send(page.wants.viewport);
}

/** Another order, filter or search. The same one again reads the rows anew. */
export function setQuery(page: Page, mailboxId: string, change: Partial<ListQuery>): void {
  const query = viewOf(page, mailboxId)?.list.query;
  if (query) page.store.dispatch({ type: "query", mailboxId, query: { ...query, ...change } });
}

async function requestPage(
  page: Page,
  mailboxId: string,
  { query, freshness }: ListView,
  index: number,
): Promise<void> {
  const key = JSON.stringify([mailboxId, query, freshness, index]);
  if (inFlight.has(key)) return;
  inFlight.add(key);
  try {
    const reply = await page.call(listMessages, {
      params: { id: mailboxId },
      query: { ...query, offset: index * PAGE_ROWS, limit: PAGE_ROWS },
    });
    page.store.dispatch({ type: "page", mailboxId, request: { query, index, freshness }, reply });
  } catch (error) {
    reportFailure(page, error);
  } finally {
    inFlight.delete(key);
  }
}
