import { expect, type Page } from "@playwright/test";
import { openLetter, test } from "../support/page/reading-bench.ts";
import { CIRCULAR, MANY_FILES } from "../support/page/reading-letters.ts";
import { SCREENS } from "../support/page/screens.ts";

test.use({ mailbag: { letters: [CIRCULAR, MANY_FILES] }, contextOptions: { reducedMotion: "reduce" } });

const parts = (page: Page) => page.getByRole("list", { name: "Parts of the message" });

test("the parts stand as a tree, each with what its header says and where it is; each is saved", async ({
  page,
}) => {
  await openLetter(page, "Many files");
  await page.getByRole("tab", { name: "Source" }).click();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Structure" })).toBeFocused();
  await expect(parts(page).getByText("multipart/mixed").first()).toBeVisible();
  await expect(parts(page).locator(":scope > li")).toHaveCount(1);
  const download = page.waitForEvent("download");
  await parts(page).getByRole("link", { name: "Save dot.png" }).press("Enter");
  expect((await download).suggestedFilename()).toBe("dot.png");
  const body = page.waitForEvent("download");
  await parts(page).getByRole("link", { name: "Save text/plain" }).first().click();
  expect((await body).suggestedFilename()).toBe("part-1.txt");
});

test("a message within opens from there, has a structure of its own, and an archive of its files", async ({
  page,
}) => {
  await openLetter(page, "Many files");
  await page.getByRole("tab", { name: "Structure" }).click();
  await parts(page)
    .getByRole("button", { name: /^Open / })
    .first()
    .click();
  await expect(page.getByText("The words of the inner.")).toBeVisible();
  await page
    .getByRole("region", { name: "A message within the message" })
    .getByRole("tab", { name: "Structure" })
    .click();
  await expect(
    page.getByRole("region", { name: "A message within the message" }).getByText("message/rfc822"),
  ).toBeVisible();
});

test("all five views of an HTML mail fit beside each other on a phone", async ({ page }) => {
  await page.setViewportSize(SCREENS.phone);
  await openLetter(page, "The circular");
  const tabs = page.getByRole("tablist", { name: "View" });
  await expect(tabs.getByRole("tab")).toHaveCount(5);
  expect(await tabs.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  for (const tab of await tabs.getByRole("tab").all()) {
    const box = await tab.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
});
