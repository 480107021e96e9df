import { resetMailbox, type Marks } from "@popgate/shared/api/mailbox";
import { changeMarks, markMessage, unmarkMessage } from "@popgate/shared/api/message";
import { asFailure } from "../../api/api-failure.ts";
import { viewOf, type Page } from "../page.ts";
import { setQuery } from "./list-rows.ts";
import { reportFailure } from "./report-failure.ts";

/** What the person points at: a row of the list, the open message, or a row that was read by itself. */
export type Pointed = "row" | "reader" | { readonly generation: number };

interface Change {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

let lastRequest = 0;

/** Marks or unmarks one message: seen at once, taken back if the gateway or the server refuses. */
export async function setMark(
  page: Page,
  mailboxId: string,
  uid: string,
  isMarked: boolean,
  pointed: Pointed = "row",
): Promise<void> {
  const view = viewOf(page, mailboxId);
  if (!view || view.marks.uids.has(uid) === isMarked) return;
  const params = { id: mailboxId, uid };
  if (!isMarked) {
    await optimistic(page, mailboxId, { remove: [uid] }, () => page.call(unmarkMessage, { params }));
    return;
  }
  const shown = { row: view.list.generation, reader: view.openedIn };
  const generation = typeof pointed === "string" ? shown[pointed] : pointed.generation;
  await optimistic(page, mailboxId, { add: [uid] }, () =>
    page.call(markMessage, { params, query: { generation } }),
  );
}

/** Marks many at once, in one request. @param generation of the reading that showed them */
export async function addMarks(
  page: Page,
  mailboxId: string,
  add: readonly string[],
  generation: number,
): Promise<void> {
  await optimistic(page, mailboxId, { add }, () =>
    page.call(changeMarks, { params: { id: mailboxId }, body: { add: [...add], generation } }),
  );
}

/** Takes all marks back with one RSET. */
export async function resetMarks(page: Page, mailboxId: string): Promise<void> {
  const uids = viewOf(page, mailboxId)?.marks.uids ?? [];
  await optimistic(page, mailboxId, { remove: [...uids] }, () =>
    page.call(resetMailbox, { params: { id: mailboxId } }),
  );
}

async function optimistic(
  page: Page,
  mailboxId: string,
  { add = [], remove = [] }: Change,
  send: () => Promise<Marks>,
): Promise<void> {
  const rows = viewOf(page, mailboxId)?.list.rows;
  const octetsOf = (uids: readonly string[]): number =>
    uids.reduce((sum, uid) => sum + (rows?.get(uid)?.octets ?? 0), 0);
  const id = ++lastRequest;
  const change = { id, add, remove, octets: octetsOf(add) - octetsOf(remove) };
  page.store.dispatch({ type: "marks-wanted", mailboxId, change });
  try {
    const marks = await send();
    page.store.dispatch({ type: "marks-settled", mailboxId, requestId: id, marks });
    tellUnmarked(page, mailboxId, add, marks);
  } catch (error) {
    page.store.dispatch({ type: "marks-settled", mailboxId, requestId: id });
    tellRefusal(page, error, add.length > 0);
    if (asFailure(error).code === "list-changed") setQuery(page, mailboxId, {});
  }
}

/** Nothing is queued here: what did not reach the gateway is to be asked again. */
function tellRefusal(page: Page, error: unknown, isAdding: boolean): void {
  if (asFailure(error).code !== "offline") {
    reportFailure(page, error);
    return;
  }
  const kind = isAdding ? "not-marked-offline" : "not-unmarked-offline";
  page.store.dispatch({ type: "toast", toast: { tone: "alert", news: { kind } } });
}

/** Of many, the gateway marks those that are still what was shown; the person hears of the others. */
function tellUnmarked(page: Page, mailboxId: string, add: readonly string[], { uids }: Marks): void {
  const marked = new Set(uids);
  const count = add.filter((uid) => !marked.has(uid)).length;
  if (count === 0) return;
  page.store.dispatch({ type: "toast", toast: { tone: "alert", news: { kind: "not-marked", count } } });
  setQuery(page, mailboxId, {});
}
