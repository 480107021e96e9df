import { asFailure } from "../../api/api-failure.ts";
import { viewOf, type Page } from "../page.ts";

/** A line that is open and lets nothing through is no better than none; a person must hear of it in the end. */
const MAX_TRIES = 5;
/** Between two tries while events come in: then it was this one request that failed. */
const PAUSE_MS = 500;

/**
 * Does what a person asked for, and again when the gateway is back, if no answer came: only for what does no
 * harm twice, since the first one may have arrived.
 *
 * @throws what `send` throws; a lost line only when it was tried often, or the mailbox is gone
 */
export async function sentWhenBack<Answer>(
  page: Page,
  mailboxId: string,
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (asFailure(error).code !== "offline" || tries === MAX_TRIES) throw error;
      if (page.store.state().live.status === "open") await new Promise((go) => setTimeout(go, PAUSE_MS));
      if (!(await isBack(page, mailboxId))) throw error;
    }
  }
}

/** Ends when the line is open; false if the mailbox goes first. */
function isBack(page: Page, mailboxId: string): Promise<boolean> {
  return new Promise((resolve) => {
    let unsubscribe = (): void => undefined;
    const settle = (): void => {
      const isGone = viewOf(page, mailboxId) === undefined;
      if (!isGone && page.store.state().live.status !== "open") return;
      unsubscribe();
      resolve(!isGone);
    };
    unsubscribe = page.store.subscribe(settle);
    settle();
  });
}
