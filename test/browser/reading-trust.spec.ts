import { expect } from "@playwright/test";
import { axeViolations } from "../support/page/axe-violations.ts";
import { mail, openLetter, test } from "../support/page/reading-bench.ts";
import { PHISH } from "../support/page/reading-letters.ts";

const PLAIN = mail("Plain words", ["Content-Type: text/plain"], ["Nothing to see."]);

test.use({ contextOptions: { reducedMotion: "reduce" } });

test.describe("a message that pretends", () => {
  test.use({ mailbag: { letters: [PHISH] } });

  test("shows the real host, says what is wrong in one place, and lists the links on request", async ({
    page,
  }) => {
    await openLetter(page, "Your account");
    await expect(page.getByText("x@xn--pple-43d.example").first()).toBeVisible();
    const notice = page.getByRole("region", { name: "Before you trust it" });
    const notes = notice.locator("li");
    await expect(notes.nth(0)).toContainText(
      "only looks like apple.example. Its real name is xn--pple-43d.example",
    );
    await expect(notes.nth(1)).toContainText("speaks of example.com");
    await expect(notes.nth(2)).toContainText("1 link names another host");
    await expect(notes.nth(3)).toContainText("An answer goes to collect@elsewhere.example");
    await expect(notice.getByText("example.net")).toBeHidden();
    await notice.getByRole("button", { name: "Which" }).focus();
    await page.keyboard.press("Enter");
    await expect(notice.getByRole("cell", { name: "example.net" })).toBeVisible();
    expect(await axeViolations(page)).toEqual([]);
  });

  test("tells what the server reported, the way with its delays, and asks nothing of the list's addresses", async ({
    page,
  }) => {
    await openLetter(page, "Your account");
    const summary = page.getByText("Your server reported: SPF pass, DKIM fail, DMARC fail");
    await summary.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("This is the word of mx.college.example.")).toBeVisible();
    await expect(page.getByText("+7.0 s")).toBeVisible();
    await expect(page.getByText("https://elsewhere.example/u?who=kim")).toBeVisible();
    await expect(page.getByRole("link", { name: /elsewhere/ })).toHaveCount(0);
    expect(await axeViolations(page)).toEqual([]);
  });
});

test.describe("an ordinary message", () => {
  test.use({ mailbag: { letters: [PLAIN] } });

  test("has no warning at all, and the sender's address beside the name", async ({ page }) => {
    await openLetter(page, "Plain words");
    await expect(page.getByText("kim@example.org")).toBeVisible();
    await expect(page.getByRole("region", { name: "Before you trust it" })).toHaveCount(0);
  });
});
