import { refreshMailbox as refreshContract } from "@popgate/shared/api/mailbox";
import { asFailure } from "../../api/api-failure.ts";
import { viewOf, type Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

/** Reads the maildrop again on a new connection, marks kept; also the way out of LOST. */
export async function refreshMailbox(page: Page, mailboxId: string): Promise<void> {
  if (viewOf(page, mailboxId)?.activity !== "idle") return;
  page.store.dispatch({ type: "activity", mailboxId, activity: "refreshing" });
  try {
    const report = await page.call(refreshContract, { params: { id: mailboxId } });
    page.store.dispatch({ type: "refreshed", mailboxId, report });
  } catch (error) {
    const { code, retryAfterMs } = asFailure(error);
    // Not a failure: the server has said when it may be asked again.
    if (code === "login-delay" && retryAfterMs !== undefined) {
      page.store.dispatch({ type: "paused", mailboxId, pause: { retryAfterMs } });
    } else {
      reportFailure(page, error);
    }
  } finally {
    page.store.dispatch({ type: "activity", mailboxId, activity: "idle" });
  }
}
