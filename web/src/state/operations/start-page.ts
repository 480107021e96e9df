import { getServers, listMailboxes } from "@popgate/shared/api/mailbox";
import { asFailure } from "../../api/api-failure.ts";
import type { Page } from "../page.ts";

/** Reads what the first screen needs: the servers to choose from and the mailboxes that are open. */
export async function startPage(page: Page): Promise<void> {
  try {
    const [servers, mailboxes] = await Promise.all([
      page.call(getServers, {}),
      page.call(listMailboxes, {}).catch((error: unknown) => {
        // Nobody has signed in yet.
        if (asFailure(error).code === "no-session") return { items: [] };
        throw error;
      }),
    ]);
    page.store.dispatch({ type: "started", servers, mailboxes: mailboxes.items });
  } catch (error) {
    page.store.dispatch({ type: "start-failed", failure: asFailure(error) });
  }
}
