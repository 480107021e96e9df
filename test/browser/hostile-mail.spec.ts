import { expect, type Page } from "@playwright/test";
import { FRAME_SANDBOX } from "@popgate/server/messages/html/html-document";
import { lookAtAllViews, openMailboxOf, readAll } from "../hostile/as-a-person.ts";
import { CONTROLLED } from "../hostile/corpus.ts";
import { clickAll } from "../hostile/control/run-wall.ts";
import { expectNothing, test } from "../hostile/hostile-test.ts";

/** Every so many messages all views are opened, and the page is printed. */
const SAMPLE = 8;

for (const theme of CONTROLLED) {
  test(`${theme.title}: ${String(theme.mails.length)} mails are read; nothing runs, calls, leads away or leaves its frame`, async ({
    bench,
    watched,
  }) => {
    test.slow();
    const page = await watched.newPage();
    await openMailboxOf(page, watched.url, bench.mailboxOf(theme.mails));
    let read = 0;
    await readAll(page, theme.mails, async (id, frame) => {
      if (frame !== undefined) expect(await framesOf(page), id).toEqual([[FRAME_SANDBOX, true]]);
      if (read++ % SAMPLE === 0) await lookClosely(page);
    });
    await watched.quiet();
    expectNothing(watched);
    expect(page.url().split("#")[0]).toBe(watched.url);
    await expect(page.getByRole("grid", { name: "Messages" })).toBeVisible();
  });
}

for (const theme of CONTROLLED.filter(({ hasLinks }) => hasLinks === true)) {
  test(`${theme.title}: each link is clicked; it opens a page of its own without a word about this one, or nothing`, async ({
    bench,
    watched,
  }) => {
    test.slow();
    const page = await watched.newPage();
    // Enough of them to fill the memory.
    page.on("popup", (popup) => void goOn(popup).then(() => popup.close(), ignoreClosed));
    await openMailboxOf(page, watched.url, bench.mailboxOf(theme.mails));
    await readAll(page, theme.mails, async (_, frame) => {
      if (frame === undefined) await page.locator("article").evaluate(clickWithin);
      else await frame.evaluate(clickAll, "a[href]");
      // A new page takes the keyboard with it.
      await page.bringToFront();
    });
    await watched.quiet();
    const { ran, calls, navigations } = watched.evidence();
    expect({ ran, navigations }).toEqual({ ran: new Set(), navigations: [] });
    for (const { method, cookie, referrer } of calls) {
      expect({ method, cookie }).toEqual({ method: "GET", cookie: undefined });
      // A page that was opened may name itself.
      expect(referrer ?? "").not.toContain(new URL(watched.url).host);
    }
    expect(page.url().split("#")[0]).toBe(watched.url);
  });
}

/** In the browser: the text's own links, not the page's. */
function clickWithin(article: Element): void {
  for (const link of article.querySelectorAll<HTMLElement>('a[target="_blank"]')) link.click();
}

/** A link opens the leave page; where it leads is one click further. */
async function goOn(popup: Page): Promise<void> {
  await popup.waitForLoadState();
  const further = popup.locator(".deeds a");
  if ((await further.count()) === 0) return;
  await further.evaluate((link: HTMLElement) => link.click());
  await popup.waitForURL(({ pathname }) => !pathname.endsWith("/leave"));
}

/** It was closed while it loaded. */
function ignoreClosed(): void {}

async function lookClosely(page: Page): Promise<void> {
  await lookAtAllViews(page);
  await page.emulateMedia({ media: "print" });
  await page.emulateMedia({ media: null });
}

/** The frames of the page: their sandbox, and whether each lies within the reader. */
function framesOf(page: Page): Promise<[string | null, boolean][]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll("iframe"), (frame) => {
      const reader = frame.closest("section");
      // What is longer than the reader scrolls within it: then its scroller is what holds the frame in.
      let holder: Element | null = frame.parentElement;
      while (holder !== null && getComputedStyle(holder).overflowY === "visible")
        holder = holder.parentElement;
      const [inner, outer] = [holder, reader].map((each) => each?.getBoundingClientRect());
      const isWithin =
        inner !== undefined &&
        outer !== undefined &&
        reader?.contains(holder) === true &&
        inner.left >= outer.left &&
        inner.right <= outer.right + 1 &&
        inner.top >= outer.top &&
        inner.bottom <= outer.bottom + 1;
      return [frame.getAttribute("sandbox"), isWithin];
    }),
  );
}
