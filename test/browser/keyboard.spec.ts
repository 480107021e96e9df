import { expect } from "@playwright/test";
import { openMailbox, rowOf, test } from "../support/page/page-bench.ts";

test("a mailbox is read and sorted out by keyboard alone", async ({ page }) => {
  await openMailbox(page);
  await rowOf(page, "Newsletter").focus();
  await page.keyboard.press("j");
  await expect(rowOf(page, "Golf")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("The body of Golf.")).toBeVisible();
  await page.keyboard.press("u");
  await expect(rowOf(page, "Golf")).toBeFocused();

  await page.keyboard.press("#");
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
  await page.keyboard.press("z");
  await expect(page.getByRole("region", { name: "Marked messages" })).not.toContainText("marked");

  await page.keyboard.press("/");
  await page.keyboard.type("charlie");
  await expect(rowOf(page, "Charlie")).toBeVisible();
  await expect(rowOf(page, "Golf")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("zzqq");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  // Once empties the field, once more leaves it.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");

  // A search that found nothing is no dead end.
  await expect(rowOf(page, "Golf")).toBeVisible();

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.keyboard.press("t");
  await expect(
    page
      .getByText("What was said on the wire")
      .or(page.getByRole("region", { name: "Transcript" }))
      .first(),
  ).toBeVisible();
});
