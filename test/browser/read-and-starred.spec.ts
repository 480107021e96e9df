import { expect } from "@playwright/test";
import { openMailbox, rowOf, test } from "../support/page/page-bench.ts";

test("stars and read marks are set by key, shown in words, and found again by the chips", async ({
  page,
}) => {
  await openMailbox(page);
  const chips = page.getByRole("group", { name: "Show" });
  await rowOf(page, "Alpha").focus();
  await page.keyboard.press("s");
  await expect(rowOf(page, "Alpha")).toContainText("Starred");
  await expect(rowOf(page, "Alpha")).toContainText("Unread");
  await page.keyboard.press("i");
  await expect(rowOf(page, "Alpha")).not.toContainText("Unread");
  await chips.getByRole("button", { name: "Starred" }).click();
  await expect(rowOf(page, "Alpha")).toBeVisible();
  await expect(rowOf(page, "Bravo")).toHaveCount(0);
  await chips.getByRole("button", { name: "Unread" }).click();
  await expect(rowOf(page, "Bravo")).toBeVisible();
  await expect(rowOf(page, "Alpha")).toHaveCount(0);
  await chips.getByRole("button", { name: "All" }).click();
  await rowOf(page, "Alpha").focus();
  await page.keyboard.press("s");
  await expect(rowOf(page, "Alpha")).not.toContainText("Starred");
});

test("a star outlives a reload", async ({ page }) => {
  await openMailbox(page);
  await rowOf(page, "Echo").focus();
  await page.keyboard.press("s");
  await expect(rowOf(page, "Echo")).toContainText("Starred");
  await page.reload();
  await expect(rowOf(page, "Echo")).toContainText("Starred");
});

test("the focus is never lost: after signing in, after undoing all, after a commit", async ({ page }) => {
  await openMailbox(page);
  await page.keyboard.press("j");
  await expect(rowOf(page, "Newsletter")).toBeFocused();
  await page.keyboard.press("j");
  await expect(rowOf(page, "Golf")).toBeFocused();
  await page.keyboard.press("#");
  await page.getByRole("button", { name: /Undo all/ }).click();
  await expect(rowOf(page, "Golf")).toBeFocused();
  await page.keyboard.press("#");
  await page.getByRole("button", { name: /Review and commit/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Remove 1 message/ })
    .click();
  await page.getByRole("button", { name: "Back to the mail" }).click();
  await expect(rowOf(page, "Golf")).toHaveCount(0);
  await expect(rowOf(page, "Foxtrot")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("The body of Foxtrot.")).toBeVisible();
});
