import { openMailbox, type Mailbox } from "@popgate/shared/api/mailbox";
import type { Sent } from "@popgate/shared/api/contract";
import type { Page } from "../page.ts";
import { requestRows } from "./list-rows.ts";

export type Login = Sent<typeof openMailbox, "body">;

/** Opens a mailbox. Throws `ApiFailure`; the form says it beside the fields. */
export async function signIn(page: Page, login: Login): Promise<Mailbox> {
  const mailbox = await page.call(openMailbox, { body: login });
  page.store.dispatch({ type: "signed-in", mailbox });
  // The list asks for them only once it is drawn.
  requestRows(page, mailbox.id, 0, 0);
  return mailbox;
}
