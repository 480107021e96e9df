import type { Sent } from "@popgate/shared/api/contract";
import {
  closeElsewhere,
  closeMailbox,
  getElsewhere,
  openMailbox,
  refreshMailbox as refreshContract,
  takeOverMailbox,
  type Mailbox,
  type RefreshReport,
} from "@popgate/shared/api/mailbox";
import { asFailure } from "../../api/api-failure.ts";
import { viewOf, type Page } from "../page.ts";
import { requestRows } from "./list-rows.ts";
import { reportFailure } from "./report-failure.ts";

export type Login = Sent<typeof openMailbox, "body">;

/** Opens a mailbox. Throws `ApiFailure`; the form says it beside the fields. */
export async function signIn(page: Page, login: Login): Promise<Mailbox> {
  const mailbox = await page.call(openMailbox, { body: login });
  page.store.dispatch({ type: "signed-in", mailbox });
  // The list asks for them only once it is drawn.
  requestRows(page, mailbox.id, 0, 0);
  return mailbox;
}

/** Reads the maildrop again on a new connection, marks kept; also the way out of LOST. */
export async function refreshMailbox(page: Page, mailboxId: string): Promise<void> {
  const call = () => page.call(refreshContract, { params: { id: mailboxId } });
  await readAgain(page, mailboxId, call, (error) => {
    const { code, retryAfterMs } = asFailure(error);
    // Not a failure: the server has said when it may be asked again.
    if (code === "login-delay" && retryAfterMs !== undefined) {
      page.store.dispatch({ type: "paused", mailboxId, pause: { retryAfterMs } });
    } else {
      reportFailure(page, error);
    }
  });
}

/** Takes a mailbox back from another browser session of this gateway; its marks are kept. */
export async function takeOver(page: Page, mailboxId: string): Promise<void> {
  const call = () => page.call(takeOverMailbox, { params: { id: mailboxId } });
  await readAgain(page, mailboxId, call, (error) => {
    reportFailure(page, error);
  });
}

/** How many other browsers are signed in to the account; none where the gateway does not say. */
export async function countElsewhere(page: Page, mailboxId: string): Promise<number> {
  try {
    return (await page.call(getElsewhere, { params: { id: mailboxId } })).browsers;
  } catch {
    // No reason to stay signed in; a gateway that does not answer is told of when signing out fails as well.
    return 0;
  }
}

/** Signs out of a mailbox: its session ends without the marks, nothing is deleted. */
export async function signOut(page: Page, mailboxId: string): Promise<void> {
  await signOutBy(page, mailboxId, () => page.call(closeMailbox, { params: { id: mailboxId } }));
}

/** The same in every browser that is signed in to the account, in this one last: it can try again. */
export async function signOutEverywhere(page: Page, mailboxId: string): Promise<void> {
  await signOutBy(page, mailboxId, async () => {
    await page.call(closeElsewhere, { params: { id: mailboxId } });
    await page.call(closeMailbox, { params: { id: mailboxId } });
  });
}

async function signOutBy(page: Page, mailboxId: string, call: () => Promise<void>): Promise<void> {
  page.store.dispatch({ type: "activity", mailboxId, activity: "signing-out" });
  try {
    await call();
    page.store.dispatch({ type: "signed-out", mailboxId });
  } catch (error) {
    page.store.dispatch({ type: "activity", mailboxId, activity: "idle" });
    reportFailure(page, error);
  }
}

async function readAgain(
  page: Page,
  mailboxId: string,
  call: () => Promise<RefreshReport>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  if (viewOf(page, mailboxId)?.activity !== "idle") return;
  page.store.dispatch({ type: "activity", mailboxId, activity: "refreshing" });
  try {
    const report = await call();
    page.store.dispatch({ type: "refreshed", mailboxId, report });
  } catch (error) {
    onFailure(error);
  } finally {
    page.store.dispatch({ type: "activity", mailboxId, activity: "idle" });
  }
}
