import type { Page } from "@playwright/test";
import { calledBy } from "./canary.ts";
import type { Theme } from "./hostile-mail.ts";
import { startNaiveServer } from "./naive-server.ts";
import type { Reply, Wall } from "./walls.ts";
import { watchBrowser, type WatchedBrowser } from "./watched-browser.ts";

/** Which mails of a theme got through, by what they did. */
export interface Breach {
  readonly ran: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
  /** Lay over the page, or hid it. */
  readonly covered: ReadonlySet<string>;
}

/** What is clicked and pressed. */
const CLICKABLE =
  "a[href], area[href], button, input[type=submit], input[type=image], input[type=button], summary, svg a, math [href]";
/** Pages that show one mail each at the same time. */
const PAGES = 10;

/** Shows a theme's mails behind one wall alone. */
export async function runWall(theme: Theme, wall: Wall): Promise<Breach> {
  const replies = new Map<string, Reply>();
  for (const mail of theme.mails) replies.set(mail.id, await wall.reply(mail));
  const server = await startNaiveServer(theme, replies, wall.sandbox);
  const browser = await watchBrowser(server.url);
  const covered = new Set<string>();
  if (theme.covers === true) await look(browser, theme, covered);
  else await show(browser, theme);
  const { ran, called, navigations } = browser.evidence();
  const elsewhere = navigations.flatMap((url) => calledBy(new URL(url).hostname) ?? []);
  const lookedUp = await browser.close();
  await server.close();
  // Where links are clicked, a new page is what the person wanted; a frame or page that is led away is not.
  const calls = theme.hasLinks === true ? [] : called;
  return { ran, called: new Set([...calls, ...elsewhere, ...lookedUp]), covered };
}

export function breachesOf({ ran, called, covered }: Breach): ReadonlySet<string> {
  return new Set([...ran, ...called, ...covered]);
}

/** All mails in one page, or each in its own. */
async function show(browser: WatchedBrowser, theme: Theme): Promise<void> {
  const ids = theme.mails.map(({ id }) => id);
  const pages = theme.isAlone === true ? ids.map((id) => [id]) : [ids];
  for (let at = 0; at < pages.length; at += PAGES) {
    const open = await Promise.all(
      pages.slice(at, at + PAGES).map((group) => openPage(browser, group, theme.hasLinks === true)),
    );
    await browser.quiet();
    await Promise.all(open.map((page) => page.close()));
  }
}

async function openPage(browser: WatchedBrowser, ids: readonly string[], clicks: boolean): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${browser.url}page?ids=${ids.join(",")}`);
  const frames = clicks ? page.frames().slice(1) : [];
  await Promise.all(frames.map((frame) => frame.evaluate(clickAll, CLICKABLE).catch(ignoreGone)));
  return page;
}

/** In the browser: clicks on each. */
export function clickAll(selector: string): void {
  for (const element of document.querySelectorAll(selector)) {
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
  }
}

/** A click led the frame elsewhere: that is in the evidence. */
function ignoreGone(): void {}

async function look(browser: WatchedBrowser, theme: Theme, covered: Set<string>): Promise<void> {
  const page = await browser.newPage();
  for (const { id } of theme.mails) {
    await page.goto(`${browser.url}inside/${id}`);
    if (!(await page.evaluate(isHeadingSeen))) covered.add(id);
  }
  await page.close();
}

/** In the browser: whether the page's heading is where it was, with nothing over it. */
function isHeadingSeen(): boolean {
  const heading = document.querySelector("#heading");
  return [20, 100, 180].every((y) => document.elementFromPoint(20, y) === heading);
}
