import { getMessage, getMessageBeginning, patchMessage, type Row } from "@popgate/shared/api/message";
import { asFailure } from "../../api/api-failure.ts";
import { LARGE_OCTETS } from "../../lib/octets.ts";
import { viewOf, type Page } from "../page.ts";
import type { ExpiryChoice, ReaderView } from "../page-state.ts";
import { readRow } from "./list-rows.ts";
import { reportFailure } from "./report-failure.ts";

/** Lines of a huge message's body that TOP is asked for. */
export const TOP_LINES = 400;

let present = new AbortController();

/**
 * Opens a message in the reader. A large one is asked about first, unless `isAsked`; so is the first
 * one of a server that may delete what was read (EXPIRE 0, RFC 2449 §6.7).
 */
export async function openMessage(
  page: Page,
  mailboxId: string,
  uid: string,
  isAsked = false,
): Promise<void> {
  const view = viewOf(page, mailboxId);
  if (view?.mailbox.expireDays === 0 && !isAsked) {
    if (view.expiryChoice === "first-lines") return openTop(page, mailboxId, uid);
    if (view.expiryChoice === undefined) {
      begin();
      return show(page, mailboxId, { status: "asking-expiry", uid });
    }
  }
  const signal = begin();
  const held = view?.list.rows.get(uid);
  show(page, mailboxId, { status: "loading", uid, received: 0, octets: held?.octets ?? null });
  try {
    // After a reload the list is not there yet.
    const row = held ?? (await readRow(page, mailboxId, uid));
    if (signal.aborted) return;
    const { octets } = row;
    if (!isAsked && octets !== null && octets > LARGE_OCTETS) {
      show(page, mailboxId, { status: "asking", uid, octets });
      return;
    }
    const message = await page.call(getMessage, { params: { id: mailboxId, uid } }, { signal });
    if (signal.aborted) return;
    show(page, mailboxId, { status: "ready", uid, message });
    if (!row.seen) await patchRow(page, mailboxId, uid, { seen: true });
  } catch (error) {
    if (!signal.aborted) show(page, mailboxId, { status: "failed", uid, failure: asFailure(error) });
  }
}

/** The person's word on reading where it may delete: holds for the session. Opens the message that way. */
export async function chooseExpiry(
  page: Page,
  mailboxId: string,
  uid: string,
  choice: ExpiryChoice,
): Promise<void> {
  page.store.dispatch({ type: "expiry-choice", mailboxId, choice });
  await openMessage(page, mailboxId, uid);
}

/** What could not be opened while the gateway was away is opened now. */
export function reopenFailed(page: Page): void {
  for (const [mailboxId, { reader }] of page.store.state().mailboxes) {
    if (reader?.status !== "failed" || reader.failure.code !== "offline") continue;
    void openMessage(page, mailboxId, reader.uid, true);
  }
}

/** Opens only the header and the first lines (TOP): a look into a huge message. */
export async function openTop(page: Page, mailboxId: string, uid: string): Promise<void> {
  const signal = begin();
  show(page, mailboxId, { status: "loading", uid, received: 0, octets: null });
  const target = { params: { id: mailboxId, uid }, query: { lines: TOP_LINES } };
  try {
    const message = await page.call(getMessageBeginning, target, { signal });
    if (!signal.aborted) show(page, mailboxId, { status: "top", uid, message });
  } catch (error) {
    if (!signal.aborted) show(page, mailboxId, { status: "failed", uid, failure: asFailure(error) });
  }
}

/** Empties the reader; a download that nobody waits for any more is let go. */
export function closeMessage(page: Page, mailboxId: string): void {
  begin();
  show(page, mailboxId, null);
}

export interface RowPatch {
  readonly seen?: boolean;
  readonly starred?: boolean;
}

/** Read and starred, kept by the gateway: seen at once, taken back if it refuses. */
export async function patchRow(page: Page, mailboxId: string, uid: string, patch: RowPatch): Promise<void> {
  const held = showFlags(page, mailboxId, uid, patch);
  try {
    const { seen, starred } = await page.call(patchMessage, { params: { id: mailboxId, uid }, body: patch });
    showFlags(page, mailboxId, uid, { seen, starred });
  } catch (error) {
    if (held) showFlags(page, mailboxId, uid, { seen: held.seen, starred: held.starred });
    reportFailure(page, error);
  }
}

/** Nothing else of the row: the list may have come to another reading of the maildrop since. */
function showFlags(page: Page, mailboxId: string, uid: string, flags: RowPatch): Row | undefined {
  const row = viewOf(page, mailboxId)?.list.rows.get(uid);
  if (row) page.store.dispatch({ type: "row", mailboxId, row: { ...row, ...flags } });
  return row;
}

function begin(): AbortSignal {
  present.abort();
  present = new AbortController();
  return present.signal;
}

function show(page: Page, mailboxId: string, reader: ReaderView | null): void {
  page.store.dispatch({ type: "reader", mailboxId, reader });
}
