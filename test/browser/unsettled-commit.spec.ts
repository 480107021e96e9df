import { expect } from "@playwright/test";
import { test } from "../support/page/cabled-bench.ts";
import { markRow, openMailbox, rowOf, SUBJECTS } from "../support/page/page-bench.ts";

test("an outcome that nobody saw is called unknown, also after a reload, until the maildrop was read again", async ({
  page,
  cable,
  peer,
}) => {
  const before = await peer.uniqueIds();
  await openMailbox(page);
  await markRow(page, "Delta");
  await page.getByRole("button", { name: /Review and commit/ }).click();
  cable.pullAfter("QUIT");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Remove 1 message/ }).click();
  await expect(dialog).toContainText("Not known yet", { timeout: 30_000 });
  await expect(dialog).toContainText("QUIT was sent for 1 message");

  await page.reload();
  await expect(page.getByText("QUIT was sent for 1 message")).toBeVisible();
  // Nobody knows that: it must not be said.
  await expect(page.getByText(/Nothing (was|is) deleted/)).toHaveCount(0);
  cable.plug();
  await expect(page.getByText("Now it is known: 1 message was removed.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("QUIT was sent for 1 message")).toHaveCount(0);
  await expect(rowOf(page, "Delta")).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
  expect(await peer.uniqueIds()).toEqual(before.filter((_, index) => SUBJECTS[index] !== "Delta"));
});

test("the report on screen is replaced by the true one", async ({ page, cable }) => {
  await openMailbox(page);
  await markRow(page, "Echo");
  await page.getByRole("button", { name: /Review and commit/ }).click();
  cable.pullAfter("QUIT");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Remove 1 message/ }).click();
  await expect(dialog).toContainText("Not known yet", { timeout: 30_000 });
  cable.plug();
  await expect(dialog).toContainText("1 message removed", { timeout: 30_000 });
  await expect(dialog).not.toContainText("QUIT was sent");
});
