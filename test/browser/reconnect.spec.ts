import { expect, type Page } from "@playwright/test";
import { test } from "../support/page/cabled-bench.ts";
import { markRow, openMailbox, processTest, rowOf } from "../support/page/page-bench.ts";

async function mark(page: Page, subject: string): Promise<void> {
  await markRow(page, subject);
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
}

test("a lost connection is shown as lost, all that was read stays, and the way back keeps the marks", async ({
  page,
  cable,
  peer,
}) => {
  const before = await peer.uniqueIds();
  await openMailbox(page);
  await mark(page, "Alpha");
  await rowOf(page, "Bravo").click();
  await page.getByText("The body of Bravo.").waitFor();
  cable.pull();
  await expect(page.getByText("LOST", { exact: true })).toBeVisible();
  await expect(page.getByText("TRANSACTION", { exact: true })).toHaveCount(0);
  await expect(page.getByText("The body of Bravo.")).toBeVisible();
  await expect(rowOf(page, "Alpha")).toContainText("not yet on the server");
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("Not yet on the server");
  // Before the plug: afterwards the gateway may be the faster one.
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("LOST", { exact: true })).toBeVisible();
  cable.plug();
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(rowOf(page, "Alpha")).not.toContainText("not yet on the server");
  await expect(rowOf(page, "Alpha").getByRole("button", { name: "Undo" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
  expect(await peer.uniqueIds()).toEqual(before);
});

processTest(
  "a gateway that is silent leaves no state that looks open, and counts down to the next call",
  async ({ page, gateway }) => {
    await openMailbox(page);
    await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
    process.kill(gateway.pid, "SIGKILL");
    await expect(page.getByText("OFFLINE", { exact: true })).toBeVisible();
    await expect(page.getByText("TRANSACTION", { exact: true })).toHaveCount(0);
    await expect(page.getByText(/Next try in \d+ s\.|Trying now …/)).toBeVisible();
    await expect(rowOf(page, "Alpha")).toBeVisible();
  },
);
