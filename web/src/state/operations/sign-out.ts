import { closeMailbox } from "@popgate/shared/api/mailbox";
import type { Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

/** Signs out of a mailbox: its session ends without the marks, nothing is deleted. */
export async function signOut(page: Page, mailboxId: string): Promise<void> {
  page.store.dispatch({ type: "activity", mailboxId, activity: "signing-out" });
  try {
    await page.call(closeMailbox, { params: { id: mailboxId } });
    page.store.dispatch({ type: "signed-out", mailboxId });
  } catch (error) {
    page.store.dispatch({ type: "activity", mailboxId, activity: "idle" });
    reportFailure(page, error);
  }
}
