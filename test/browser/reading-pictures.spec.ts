import { expect } from "@playwright/test";
import { openMailbox, rowOf } from "../support/page/page-bench.ts";
import { openLetter, readingOf, test } from "../support/page/reading-bench.ts";
import { CIRCULAR, DOUBTFUL } from "../support/page/reading-letters.ts";

test.use({ mailbag: { letters: [CIRCULAR, DOUBTFUL] } });

test("images are consented to once, or for a sender; the list of senders can be cleared", async ({
  page,
}) => {
  const asked: string[] = [];
  await page.route("https://tracker.example/**", (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.abort();
  });
  await openMailbox(page);
  await rowOf(page, "Newsletter").click();
  await page.getByRole("button", { name: "Show images" }).click();
  await expect.poll(() => asked).toEqual(["/pixel.png"]);

  await rowOf(page, "The circular").click();
  await readingOf(page, "The circular");
  await expect(page.getByRole("button", { name: "Show images" })).toBeVisible();
  expect(asked).toEqual(["/pixel.png"]);
  await page.getByRole("button", { name: "Always for this sender: choir@example.org" }).click();
  await expect.poll(() => asked).toContain("/2.png");

  await rowOf(page, "Doubtful").click();
  await readingOf(page, "Doubtful");
  await expect(page.getByRole("button", { name: "Show images" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Always for/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Senders …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove all" }).click();
  await expect(page.getByRole("dialog")).toContainText("There are none.");
  await page.keyboard.press("Escape");
  await rowOf(page, "The circular").click();
  await readingOf(page, "The circular");
  await expect(page.getByRole("button", { name: "Show images" })).toBeVisible();
  expect(asked).not.toContain("/3.png");
});

test("on paper there is the message alone, with its head and all of its text", async ({ page }) => {
  await openLetter(page, "The circular");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 1, name: "The circular" })).toBeVisible();
  await expect(page.getByText("Again.", { exact: true }).first()).toBeVisible();
  await expect(page.getByTitle("Body of the message")).toBeHidden();
  await expect(page.getByRole("grid", { name: "Messages" })).toBeHidden();
  await expect(page.getByRole("button", { name: /Mark/ })).toHaveCount(0);
});
