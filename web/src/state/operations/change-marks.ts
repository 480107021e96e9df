import { resetMailbox, type MarksDelta } from "@popgate/shared/api/mailbox";
import { changeMarks, markMessage, unmarkMessage } from "@popgate/shared/api/message";
import { asFailure } from "../../api/api-failure.ts";
import { hasMark, type MarkRequest } from "../mailbox/marks-view.ts";
import { hasUid } from "../mailbox/uid-set.ts";
import { viewOf, type Page } from "../page.ts";
import { setQuery } from "./list-rows.ts";
import { sentWhenBack } from "./when-back.ts";
import { reportFailure } from "./report-failure.ts";

/** What the person points at: a row of the list, the open message, or a row that was read by itself. */
export type Pointed = "row" | "reader" | { readonly generation: number };

let lastRequest = 0;

/** Marks or unmarks one message: seen at once, taken back if the gateway or the server refuses. */
export async function setMark(
  page: Page,
  mailboxId: string,
  uid: string,
  isWanted: boolean,
  pointed: Pointed = "row",
): Promise<void> {
  const view = viewOf(page, mailboxId);
  if (!view || hasMark(view.marks, uid, view.list.rows.get(uid)?.marked) === isWanted) return;
  const params = { id: mailboxId, uid };
  if (!isWanted) {
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
  await optimistic(page, mailboxId, { remove: "all" }, () =>
    page.call(resetMailbox, { params: { id: mailboxId } }),
  );
}

async function optimistic(
  page: Page,
  mailboxId: string,
  {
    add = [],
    remove = [],
  }: { readonly add?: readonly string[]; readonly remove?: readonly string[] | "all" },
  send: () => Promise<MarksDelta>,
): Promise<void> {
  const id = ++lastRequest;
  const request: MarkRequest = {
    id,
    add: new Set(add),
    remove: remove === "all" ? remove : new Set(remove),
    sizes: sizesOf(page, mailboxId, remove === "all" ? add : [...add, ...remove]),
  };
  page.store.dispatch({ type: "marks-wanted", mailboxId, request });
  try {
    const delta = await sentWhenBack(page, mailboxId, send);
    page.store.dispatch({ type: "marks-settled", mailboxId, requestId: id, delta });
    tellUnmarked(page, mailboxId, add, delta);
  } catch (error) {
    // With its session gone, that is told instead, with the marks that went.
    if (viewOf(page, mailboxId) === undefined) return;
    page.store.dispatch({ type: "marks-settled", mailboxId, requestId: id });
    tellRefusal(page, error, add.length > 0);
    if (asFailure(error).code === "list-changed") setQuery(page, mailboxId, {});
  }
}

/** Of those whose rows the page holds; one that the server does not tell counts as 0, as the gateway counts it. */
function sizesOf(page: Page, mailboxId: string, uids: readonly string[]): ReadonlyMap<string, number> {
  const rows = viewOf(page, mailboxId)?.list.rows;
  const sizes = new Map<string, number>();
  for (const uid of uids) {
    const row = rows?.get(uid);
    if (row) sizes.set(uid, row.octets ?? 0);
  }
  return sizes;
}

/** What did not reach the gateway, however often it was tried, is to be asked again. */
function tellRefusal(page: Page, error: unknown, isAdding: boolean): void {
  if (asFailure(error).code !== "offline") {
    reportFailure(page, error);
    return;
  }
  const kind = isAdding ? "not-marked-offline" : "not-unmarked-offline";
  page.store.dispatch({ type: "toast", toast: { tone: "alert", news: { kind } } });
}

/** Of many, the gateway marks those that are still what was shown; the person hears of the others. */
function tellUnmarked(page: Page, mailboxId: string, add: readonly string[], { added }: MarksDelta): void {
  const known = viewOf(page, mailboxId)?.marks.known;
  const marked = new Set(added);
  const count = add.filter((uid) => !marked.has(uid) && !(known && hasUid(known.uids, uid))).length;
  if (count === 0) return;
  page.store.dispatch({ type: "toast", toast: { tone: "alert", news: { kind: "not-marked", count } } });
  setQuery(page, mailboxId, {});
}
