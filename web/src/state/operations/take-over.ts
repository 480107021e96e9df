import { takeOverMailbox } from "@popgate/shared/api/mailbox";
import { viewOf, type Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

/** Takes a mailbox back from another browser session of this gateway; its marks are kept. */
export async function takeOver(page: Page, mailboxId: string): Promise<void> {
  if (viewOf(page, mailboxId)?.activity !== "idle") return;
  page.store.dispatch({ type: "activity", mailboxId, activity: "refreshing" });
  try {
    const report = await page.call(takeOverMailbox, { params: { id: mailboxId } });
    page.store.dispatch({ type: "refreshed", mailboxId, report });
  } catch (error) {
    reportFailure(page, error);
  } finally {
    page.store.dispatch({ type: "activity", mailboxId, activity: "idle" });
  }
}
