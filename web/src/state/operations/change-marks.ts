import { resetMailbox, type Marks } from "@popgate/shared/api/mailbox";
import { changeMarks, markMessage, unmarkMessage } from "@popgate/shared/api/message";
import type { Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

let lastRequest = 0;

/** Marks or unmarks one message: seen at once, taken back if the server refuses. */
export async function setMark(page: Page, mailboxId: string, uid: string, isMarked: boolean): Promise<void> {
  const view = page.store.state().mailboxes.get(mailboxId);
  if (!view || view.marks.uids.has(uid) === isMarked) return;
  const params = { id: mailboxId, uid };
  await optimistic(page, mailboxId, isMarked ? { add: [uid] } : { remove: [uid] }, () =>
    page.call(isMarked ? markMessage : unmarkMessage, { params }),
  );
}

/** Marks or unmarks many at once, in one request. */
export async function setMarks(
  page: Page,
  mailboxId: string,
  change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): Promise<void> {
  await optimistic(page, mailboxId, change, () =>
    page.call(changeMarks, {
      params: { id: mailboxId },
      body: { add: [...(change.add ?? [])], remove: [...(change.remove ?? [])] },
    }),
  );
}

/** Takes all marks back with one RSET. */
export async function resetMarks(page: Page, mailboxId: string): Promise<void> {
  const uids = page.store.state().mailboxes.get(mailboxId)?.marks.uids ?? [];
  await optimistic(page, mailboxId, { remove: [...uids] }, () =>
    page.call(resetMailbox, { params: { id: mailboxId } }),
  );
}

async function optimistic(
  page: Page,
  mailboxId: string,
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  send: () => Promise<Marks>,
): Promise<void> {
  const rows = page.store.state().mailboxes.get(mailboxId)?.list.rows;
  const octetsOf = (uids: readonly string[]): number =>
    uids.reduce((sum, uid) => sum + (rows?.get(uid)?.octets ?? 0), 0);
  const id = ++lastRequest;
  const change = { id, add, remove, octets: octetsOf(add) - octetsOf(remove) };
  page.store.dispatch({ type: "marks-wanted", mailboxId, change });
  try {
    const marks = await send();
    page.store.dispatch({ type: "marks-settled", mailboxId, requestId: id, marks });
  } catch (error) {
    page.store.dispatch({ type: "marks-settled", mailboxId, requestId: id });
    reportFailure(page, error);
  }
}
