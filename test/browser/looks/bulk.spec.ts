import { expect, type Page } from "@playwright/test";
import { axeViolations } from "../../support/page/axe-violations.ts";
import { openMailbox, rowOf, test } from "../../support/page/page-bench.ts";
import { SCREENS } from "../../support/page/screens.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const [device, viewport] of Object.entries(SCREENS)) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: "reduce" } });

      test("each task with the whole mailbox passes axe", async ({ page }) => {
        await openMailbox(page);
        await page.getByLabel("Search the loaded headers").fill("alpha");
        await expect(page.getByText("1 found")).toBeVisible();
        await page.getByRole("button", { name: "Select messages" }).click();
        await rowOf(page, "Alpha").click();
        await expect(page.getByRole("region", { name: "Selected messages" })).toContainText("1 selected");
        await isClean(page, `${device}-${colorScheme}-list`);
        await page.getByRole("button", { name: "Search bodies for “alpha”" }).click();
        const dialog = page.getByRole("dialog", { name: "Whole mailbox" });
        await dialog.getByRole("button", { name: "Search bodies", exact: true }).click();
        await expect(dialog.getByText("Searched.")).toBeVisible();
        await isClean(page, `${device}-${colorScheme}-search`);
        await dialog.getByRole("tab", { name: "Export" }).click();
        await dialog.getByLabel("Verified archive").check();
        await dialog.getByRole("button", { name: "Download" }).click();
        await expect(dialog.getByText("Complete")).toBeVisible();
        await isClean(page, `${device}-${colorScheme}-export`);
        await dialog.getByRole("tab", { name: "Clean up" }).click();
        await dialog.getByLabel("Older than, in days").fill("1");
        await page.keyboard.press("Enter");
        await expect(dialog.getByText(/a commit would free/)).toBeVisible();
        await isClean(page, `${device}-${colorScheme}-clean-up`);
      });
    });
  }
}

async function isClean(page: Page, name: string): Promise<void> {
  expect(await axeViolations(page), name).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
}
