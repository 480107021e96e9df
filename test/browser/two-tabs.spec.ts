import { expect } from "@playwright/test";
import { openMailbox, rowOf, test } from "../support/page/page-bench.ts";

test("two tabs of one browser show the same marks", async ({ page, context }) => {
  await openMailbox(page);
  const other = await context.newPage();
  await other.goto("");
  await rowOf(other, "Alpha").waitFor();

  await rowOf(page, "Alpha").hover();
  await rowOf(page, "Alpha").getByRole("button", { name: "Mark" }).click();
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
  await rowOf(page, "Bravo").hover();
  await rowOf(page, "Bravo").getByRole("button", { name: "Mark" }).click();
  await page.getByRole("button", { name: /Review and commit/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Remove 1 message/ })
    .click();
  await expect(rowOf(other, "Bravo")).toHaveCount(0);
});

test("a reload keeps the person signed in, and the marks", async ({ page }) => {
  await openMailbox(page);
  await rowOf(page, "Delta").hover();
  await rowOf(page, "Delta").getByRole("button", { name: "Mark" }).click();
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
  await page.reload();
  await expect(rowOf(page, "Delta").getByRole("button", { name: "Undo" })).toBeVisible();
});
