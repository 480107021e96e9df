import { expect, type Frame, type Page, type Response } from "@playwright/test";
import { PASSWORD } from "./hostile-bench.ts";
import type { HostileMail } from "./hostile-mail.ts";

/** The address of the one mailbox's messages, with a slash at its end. */
export async function messagesUrl(page: Page, url: string): Promise<string> {
  const { items } = await page.evaluate(async (base) => (await fetch(`${base}api/v1/mailboxes`)).json(), url);
  return `${url}api/v1/mailboxes/${items[0].id}/messages/`;
}

/** For one step: a step that hangs names itself. */
const PATIENCE_MS = 20_000;
/** The views of a message beside the one that opens, where they are offered. */
const OTHER_VIEWS = ["Text", "Headers", "Source"];

/**
 * Signs in and waits for the list.
 *
 * @throws what the page shows instead of it
 */
export async function openMailboxOf(page: Page, url: string, user: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Address").fill(user);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const [row, alert] = [page.locator('[role="row"][data-index="0"]'), page.getByRole("alert")];
  await row
    .or(alert)
    .first()
    .waitFor({ timeout: PATIENCE_MS })
    // What the page shows says more than the wait that ended.
    .catch(() => {});
  if (await row.isVisible()) return;
  throw new Error(`no list of messages: ${await page.locator("body").innerText()}`);
}

/**
 * Opens one message after the other with the keyboard, newest first, and waits until each is on screen.
 *
 * @param whenOpen is told the message's id, and its frame if it has HTML
 */
export async function readAll(
  page: Page,
  mails: readonly HostileMail[],
  whenOpen: (id: string, frame: Frame | undefined) => Promise<void>,
): Promise<void> {
  await page.locator('[role="row"][data-index="0"]').focus();
  for (const [index, { id }] of mails.toReversed().entries()) {
    const reply = page.waitForResponse((response) => isMessage(response, id), { timeout: PATIENCE_MS });
    if (index > 0) {
      // On paper there is no list, so looking at the print view took the focus from it.
      await page.locator(`[role="row"][data-index="${String(index - 1)}"]`).focus();
      await page.keyboard.press("j");
    }
    // A row whose message is not known yet has no button, and opens nothing.
    await page
      .locator(`[role="row"][data-index="${String(index)}"]:focus button`)
      .waitFor({ state: "attached", timeout: PATIENCE_MS });
    await page.keyboard.press("Enter");
    const message: { hasHtml: boolean } = await (await reply).json();
    await whenOpen(id, message.hasHtml ? await shownFrame(page, id) : undefined);
  }
}

/** Text, headers and source, as far as the message has them; and back to the message. */
export async function lookAtAllViews(page: Page): Promise<void> {
  const tabs = page.getByRole("tablist", { name: "View" });
  for (const view of [...OTHER_VIEWS, "Message"]) {
    const tab = tabs.getByRole("tab", { name: view, exact: true });
    if ((await tab.count()) > 0) await tab.click();
  }
}

async function shownFrame(page: Page, id: string): Promise<Frame> {
  const frame = () => page.frames().find((each) => each.url().includes(`/messages/${id}/html`));
  await expect.poll(frame, { intervals: [10, 20, 50] }).toBeDefined();
  const shown = frame();
  if (shown === undefined) throw new Error(`the frame of ${id} went away`);
  await shown.waitForLoadState("load");
  return shown;
}

function isMessage(response: Response, id: string): boolean {
  return (
    new URL(response.url()).pathname.endsWith(`/messages/${id}`) && response.request().method() === "GET"
  );
}
