import { expect, type Page } from "@playwright/test";
import { axeViolations } from "../support/page/axe-violations.ts";
import { mail, openLetter, test } from "../support/page/reading-bench.ts";
import { SCREENS } from "../support/page/screens.ts";

/** Nothing answers there: RFC 6761 keeps the name. */
const TARGET = "https://login.evil.invalid/reset?token=abc";
const HTML = mail(
  "In HTML",
  ["Content-Type: text/html; charset=utf-8"],
  [
    `<p>Please sign in at <a href="${TARGET}">www.paypal.com</a>.</p>`,
    '<p><a href="http://xn--pple-43d.com:8080/">a second one</a> <a href="https://calm.invalid/a">a calm one</a></p>',
    '<p><a href="mailto:kim@example.org">write to us</a></p>',
  ],
);
const TEXT = mail("In text", [], ["See https://calm.invalid/a?b=1 and write to kim@example.org."]);

test.use({ mailbag: { letters: [HTML, TEXT] }, contextOptions: { reducedMotion: "reduce" } });

const body = (page: Page) => page.frameLocator("iframe[title='Body of the message']");

async function leave(page: Page, click: () => Promise<void>): Promise<Page> {
  const popup = page.waitForEvent("popup");
  await click();
  const opened = await popup;
  await opened.waitForLoadState();
  return opened;
}

test("a link of an HTML mail opens a page that shows where it leads; nothing is asked of that place", async ({
  page,
  context,
}) => {
  const asked: string[] = [];
  context.on("request", (request) => {
    if (request.url().includes(".invalid")) asked.push(request.url());
  });
  await openLetter(page, "In HTML");
  const link = body(page).getByRole("link", { name: "www.paypal.com" });
  await expect(link).toHaveAttribute("title", "⚠ login.evil.invalid");
  const out = await leave(page, () => link.click());
  expect(new URL(out.url()).host).toBe(new URL(page.url()).host);
  expect(out.url()).not.toContain("evil");
  await expect(
    out.getByText("The text said “www.paypal.com”, the link goes to login.evil.invalid."),
  ).toBeVisible();
  await expect(out.getByText(TARGET)).toBeVisible();
  expect(await out.evaluate(() => [window.opener, document.referrer])).toEqual([null, ""]);
  expect(await axeViolations(out)).toEqual([]);
  expect(asked).toEqual([]);
  const going = out.waitForRequest(TARGET);
  await out.getByRole("link", { name: "Go to login.evil.invalid" }).click();
  expect((await going).headers()["referer"]).toBeUndefined();
});

test("a link that looks like another place, to a port of its own and in clear, is told as all of that", async ({
  page,
}) => {
  await openLetter(page, "In HTML");
  const out = await leave(page, () => body(page).getByRole("link", { name: "a second one" }).click());
  const cautions = out.getByRole("listitem");
  await expect(cautions).toHaveText([/look like apple\.com/, /mixes letters/, /port 8080/, /not encrypted/]);
  await expect(out.getByText("In its own letters: аpple.com")).toBeVisible();
});

test("a link of a text leads there too; the title tells its target, a mail address stays one", async ({
  page,
}) => {
  await openLetter(page, "In text");
  const link = page.getByRole("link", { name: "https://calm.invalid/a?b=1" });
  await expect(link).toHaveAttribute("title", "https://calm.invalid/a?b=1");
  await expect(page.getByRole("link", { name: "kim@example.org" })).toHaveAttribute(
    "href",
    "mailto:kim@example.org",
  );
  const out = await leave(page, () => link.click());
  await expect(out.getByRole("link", { name: "Go to calm.invalid" })).toBeVisible();
  await expect(out.getByRole("listitem")).toHaveCount(0);
});

test("the address can be copied, the page be closed", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openLetter(page, "In text");
  const out = await leave(page, () => page.getByRole("link", { name: "https://calm.invalid/a?b=1" }).click());
  await out.getByRole("button", { name: "Copy link" }).click();
  await expect(out.getByRole("status")).toHaveText("Copied.");
  expect(await out.evaluate(() => navigator.clipboard.readText())).toBe("https://calm.invalid/a?b=1");
  const closed = out.waitForEvent("close");
  await out.getByRole("button", { name: "Close" }).click();
  await closed;
});

test("the address of the page leads nobody else on", async ({ page, browser }) => {
  await openLetter(page, "In HTML");
  const out = await leave(page, () => body(page).getByRole("link", { name: "a calm one" }).click());
  await expect(out.getByRole("link", { name: "Go to calm.invalid" })).toBeVisible();
  const stranger = await browser.newPage();
  await stranger.goto(out.url());
  await expect(stranger.getByRole("heading", { name: "This link leads nowhere" })).toBeVisible();
  await expect(stranger.getByRole("link")).toHaveCount(0);
  await stranger.close();
});

test("it says and does what matters without scripts too", async ({ page, browser, context }) => {
  await openLetter(page, "In HTML");
  const out = await leave(page, () => body(page).getByRole("link", { name: "a calm one" }).click());
  const still = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  const bare = await still.newPage();
  await bare.goto(out.url());
  await expect(bare.getByRole("link", { name: "Go to calm.invalid" })).toBeVisible();
  await expect(bare.getByText("https://calm.invalid/a")).toBeVisible();
  await expect(bare.getByRole("button")).toHaveCount(0);
  await still.close();
});

for (const [device, viewport] of Object.entries(SCREENS)) {
  test(`the page fits on a ${device}, light and dark, with targets for a thumb`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openLetter(page, "In HTML");
    const out = await leave(page, () => body(page).getByRole("link", { name: "www.paypal.com" }).click());
    await out.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await out.emulateMedia({ colorScheme });
      expect(await axeViolations(out)).toEqual([]);
      expect(await out.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
        0,
      );
    }
    const deeds = await out.locator(".deeds > *").all();
    expect(deeds.length).toBeGreaterThan(0);
    for (const each of deeds) {
      expect((await each.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
  });
}
