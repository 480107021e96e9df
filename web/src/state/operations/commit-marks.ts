import { commitMailbox } from "@popgate/shared/api/mailbox";
import { listMessages, type Row } from "@popgate/shared/api/message";
import type { Page } from "../page.ts";

/** Rows in one request for the review: the most that the gateway gives. */
const REVIEW_PAGE_ROWS = 500;

/** A row, and which reading of the maildrop it is of. */
export interface ReviewedRow extends Row {
  readonly generation: number;
}

/** Removes exactly `uids`, the marks that the person saw in rows of this generation (QUIT). Throws `ApiFailure`. */
export async function commitMarks(
  page: Page,
  mailboxId: string,
  uids: readonly string[],
  generation: number,
): Promise<void> {
  page.store.dispatch({ type: "activity", mailboxId, activity: "committing" });
  try {
    const body = { uids: [...uids], generation };
    const report = await page.call(commitMailbox, { params: { id: mailboxId }, body });
    page.store.dispatch({ type: "committed", mailboxId, report });
  } finally {
    page.store.dispatch({ type: "activity", mailboxId, activity: "idle" });
  }
}

/** All marked rows, whether or not the list holds them. Throws `ApiFailure`. */
export async function readMarkedRows(
  page: Page,
  mailboxId: string,
  signal: AbortSignal,
): Promise<ReviewedRow[]> {
  const rows: ReviewedRow[] = [];
  for (;;) {
    const { items, total, generation } = await page.call(
      listMessages,
      {
        params: { id: mailboxId },
        query: { filter: "marked", offset: rows.length, limit: REVIEW_PAGE_ROWS },
      },
      { signal },
    );
    rows.push(...items.map((row) => ({ ...row, generation })));
    if (items.length === 0 || rows.length >= total) return rows;
  }
}
