import { expect } from "@playwright/test";
import { markRow, openMailbox, rowOf, test } from "../support/page/page-bench.ts";

test("two tabs of one browser show the same marks", async ({ page, context }) => {
  await openMailbox(page);
  const other = await context.newPage();
  await other.goto("");
  await rowOf(other, "Alpha").waitFor();

  await markRow(page, "Alpha");
  await expect(rowOf(other, "Alpha").getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(other.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");

  await rowOf(other, "Alpha").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("region", { name: "Marked messages" })).not.toContainText("marked");
});

test("a commit in one tab is seen in the other", async ({ page, context }) => {
  await openMailbox(page);
  const other = await context.newPage();
  await other.goto("");
  await rowOf(other, "Bravo").waitFor();
  await markRow(page, "Bravo");
  await page.getByRole("button", { name: /Review and commit/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Remove 1 message/ })
    .click();
  await expect(rowOf(other, "Bravo")).toHaveCount(0);
});

test("a reload keeps the person signed in, and the marks", async ({ page }) => {
  await openMailbox(page);
  await markRow(page, "Delta");
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
  await page.reload();
  await expect(rowOf(page, "Delta").getByRole("button", { name: "Undo" })).toBeVisible();
});
