import { refreshMailbox as refreshContract } from "@popgate/shared/api/mailbox";
import type { Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

/** Reads the maildrop again on a new connection, marks kept; also the way out of LOST. */
export async function refreshMailbox(page: Page, mailboxId: string): Promise<void> {
  if (page.store.state().mailboxes.get(mailboxId)?.activity !== "idle") return;
  page.store.dispatch({ type: "activity", mailboxId, activity: "refreshing" });
  try {
    const report = await page.call(refreshContract, { params: { id: mailboxId } });
    page.store.dispatch({ type: "refreshed", mailboxId, report });
  } catch (error) {
    reportFailure(page, error);
  } finally {
    page.store.dispatch({ type: "activity", mailboxId, activity: "idle" });
  }
}
