import { expect } from "@playwright/test";
import { axeViolations } from "../support/page/axe-violations.ts";
import { openLetter, test } from "../support/page/reading-bench.ts";
import { MANY_FILES } from "../support/page/reading-letters.ts";

test.use({ mailbag: { letters: [MANY_FILES] }, contextOptions: { reducedMotion: "reduce" } });

test("a picture, a text and a PDF are shown in the page; what is none of these can only be saved", async ({
  page,
}) => {
  await openLetter(page, "Many files");
  await page.getByRole("button", { name: "Show dot.png" }).click();
  await expect(page.getByRole("img", { name: "Picture: dot.png" })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Show dot.png" })).toBeFocused();

  await page.getByRole("button", { name: "Show notes.txt" }).press("Enter");
  await expect(page.getByRole("dialog").getByText("<b>not bold</b> & plain")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Show programme.pdf" }).click();
  const frame = page.getByTitle("Document: programme.pdf");
  await expect(frame).toBeVisible();
  expect(await frame.getAttribute("sandbox")).toBeNull();
  const address = await frame.evaluate((element) =>
    element instanceof HTMLIFrameElement ? element.src : "",
  );
  const { "content-security-policy": policy } = (await page.request.get(address)).headers();
  expect(policy).toMatch(/^sandbox; default-src 'none'/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Show all.zip" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /^Save all.zip/ })).toBeVisible();
});

test("all files are saved as one archive", async ({ page }) => {
  await openLetter(page, "Many files");
  const download = page.waitForEvent("download");
  await page
    .getByRole("link", { name: /Save all/ })
    .last()
    .click();
  expect((await download).suggestedFilename()).toMatch(/\.zip$/);
});

test("a message within opens in the reader, one within that, too; Escape leads outwards step by step", async ({
  page,
}) => {
  await openLetter(page, "Many files");
  const open = page.getByRole("button", { name: "Open the message “The inner”" });
  await open.click();
  await expect(page.getByText("The words of the inner.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Back to “Many files”" })).toBeFocused();
  await expect(page.getByText("Here they are.")).toBeHidden();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Open the message “The innermost”" }).click();
  const body = page.frameLocator("iframe[title='Body of the message']");
  await expect(body.getByText("The words of the innermost.")).toBeVisible();
  await page.getByRole("tab", { name: "Source" }).click();
  await expect(page.getByText("Subject: The innermost")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("The words of the inner.")).toBeVisible();
  await page.keyboard.press("u");
  await expect(page.getByText("Here they are.")).toBeVisible();
  await expect(open).toBeFocused();
});
