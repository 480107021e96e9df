import { cancelBodySearch, getBodySearch, startBodySearch } from "@popgate/shared/api/body-search";
import { asFailure } from "../../api/api-failure.ts";
import { reportFailure } from "../operations/report-failure.ts";
import type { Page } from "../page.ts";

/** Starts a search in bodies; hits come as events. Throws `ApiFailure`. */
export async function searchBodies(
  page: Page,
  mailboxId: string,
  q: string,
  uids: Iterable<string> | undefined,
): Promise<void> {
  const body = { q, ...(uids ? { uids: [...uids] } : {}) };
  const search = await page.call(startBodySearch, { params: { id: mailboxId }, body });
  page.store.dispatch({ type: "search-started", mailboxId, search });
}

/** What was found stays. */
export async function cancelSearch(page: Page, mailboxId: string, job: string): Promise<void> {
  try {
    await page.call(cancelBodySearch, { params: { id: mailboxId, job } });
  } catch (error) {
    reportFailure(page, error);
  }
}

/** Reads the last search with all its hits: events may have been missed. */
export async function readSearch(page: Page, mailboxId: string): Promise<void> {
  try {
    const search = await page.call(getBodySearch, { params: { id: mailboxId } });
    page.store.dispatch({ type: "search", mailboxId, search });
  } catch (error) {
    // Nothing was searched yet.
    if (asFailure(error).code !== "not-found") reportFailure(page, error);
  }
}
