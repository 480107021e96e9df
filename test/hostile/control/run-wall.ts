import type { Page } from "@playwright/test";
import { calledBy } from "../canary.ts";
import type { HostileMail, Theme } from "../hostile-mail.ts";
import { watchBrowser, type WatchedBrowser } from "../watched-browser.ts";
import { handle } from "./hand.ts";
import { startNaiveServer } from "./naive-server.ts";
import type { Reply, Wall } from "./walls.ts";

/** Which mails got through, by what they did: their ids. */
export interface Breach {
  readonly ran: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
  /** Lay over the page, or hid it. */
  readonly covered: ReadonlySet<string>;
  /** Did any of it only where each had a page of its own, with a hand on mouse and keyboard. */
  readonly byHand: ReadonlySet<string>;
  /** Of the Chromium. */
  readonly version: string;
}

/** Pages that show mail at the same time; with all mails of a theme each is work for seconds. */
const PAGES = 8;
const CROWDED_PAGES = 3;
/** On a busy machine too: a page that never loads is an error of the suite. */
const PATIENCE_MS = 120_000;

/**
 * Shows the mails of all themes behind one wall alone. One browser is enough: a canary says whose it is.
 *
 * @param byHand ids of mails that are shown by themselves as well; if undefined, those that did nothing
 */
export async function runWall(
  themes: readonly Theme[],
  wall: Wall,
  byHand?: ReadonlySet<string>,
): Promise<Breach> {
  const replies = new Map<string, Reply>();
  for (const mail of themes.flatMap(({ mails }) => mails)) replies.set(mail.id, await wall.reply(mail));
  const server = await startNaiveServer(themes, replies, wall.sandbox);
  const browser = await watchBrowser(server.url);
  const [shown, laid] = [themes.filter(({ covers }) => !covers), themes.filter(({ covers }) => covers)];
  const covered = await look(
    browser,
    laid.flatMap(({ mails }) => mails),
  );
  const showings = shown.flatMap(pagesOf);
  await show(
    browser,
    showings.filter(({ ids }) => ids.length > 1),
    CROWDED_PAGES,
  );
  await show(
    browser,
    showings.filter(({ ids }) => ids.length === 1),
    PAGES,
  );
  const before = heardIn(browser, themes);
  const again = shown
    .flatMap(({ mails }) => mails)
    .filter(({ id }) =>
      byHand === undefined ? !before.ran.has(id) && !before.called.has(id) : byHand.has(id),
    );
  await show(
    browser,
    again.map(({ id }) => ({ ids: [id], hasHand: true })),
    PAGES,
  );
  const { ran, called } = heardIn(browser, themes);
  const { version } = browser;
  const lookedUp = await browser.close();
  await server.close();
  const isNew = ({ id }: HostileMail) =>
    (ran.has(id) && !before.ran.has(id)) || (called.has(id) && !before.called.has(id));
  const onlyByHand = new Set(again.filter(isNew).map(({ id }) => id));
  return { ran, called: new Set([...called, ...lookedUp]), covered, byHand: onlyByHand, version };
}

/** Of these mails, those that got through. */
export function breachesOf({ ran, called, covered }: Breach, { mails }: Theme): string[] {
  return mails.map(({ id }) => id).filter((id) => ran.has(id) || called.has(id) || covered.has(id));
}

/** In the browser: clicks on each. */
export function clickAll(selector: string): void {
  for (const element of document.querySelectorAll(selector)) {
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
  }
}

/** What one page shows, and what is done there. */
interface Showing {
  readonly ids: readonly string[];
  readonly hasClicks?: boolean;
  readonly hasHand?: boolean;
}

/** All mails in one page, or each in its own. */
function pagesOf({ mails, isAlone, hasLinks }: Theme): Showing[] {
  const hasClicks = hasLinks === true;
  const ids = mails.map(({ id }) => id);
  return isAlone === true ? ids.map((id) => ({ ids: [id], hasClicks })) : [{ ids, hasClicks }];
}

/** In the same few pages one after the other: a page costs a process, a mail only an address. */
async function show(browser: WatchedBrowser, showings: readonly Showing[], atOnce: number): Promise<void> {
  const pages = await Promise.all(showings.slice(0, atOnce).map(() => browser.newPage()));
  for (let at = 0; at < showings.length; at += atOnce) {
    const some = showings.slice(at, at + atOnce);
    await Promise.all(pages.slice(0, some.length).map((page, index) => showIn(browser, page, some[index])));
    await browser.quiet();
  }
  await Promise.all(pages.map((page) => page.close()));
}

/** What is clicked and pressed. */
const CLICKABLE =
  "a[href], area[href], button, input[type=submit], input[type=image], input[type=button], summary, svg a, math [href]";

async function showIn({ url }: WatchedBrowser, page: Page, showing: Showing | undefined): Promise<void> {
  if (showing === undefined) return;
  const { ids, hasClicks, hasHand } = showing;
  await goTo(page, `${url}page?ids=${ids.join(",")}`, ids);
  const frames = hasClicks === true ? page.frames().slice(1) : [];
  await Promise.all(frames.map((frame) => frame.evaluate(clickAll, CLICKABLE).catch(ignoreGone)));
  if (hasHand === true) await handle(page).catch(ignoreGone);
}

/** Mails whose going elsewhere may still be under way when their page is used for others. */
const MAX_STRAGGLERS = 5;

async function goTo(page: Page, url: string, ids: readonly string[]): Promise<void> {
  for (let stragglers = 0; ; stragglers += 1) {
    try {
      await page.goto(url, { timeout: PATIENCE_MS });
      return;
    } catch (error) {
      const [, elsewhere] = /interrupted by another navigation to "([^"]+)"/.exec(String(error)) ?? [];
      if (elsewhere === undefined || stragglers === MAX_STRAGGLERS) throw error;
      // Chromium began the same page a second time (in another process, when the first was taken meanwhile).
      if (elsewhere === url) return await page.waitForURL(url, { timeout: PATIENCE_MS });
      // One of these mails itself: that is in the evidence.
      const by = calledBy(new URL(elsewhere).hostname);
      if (by !== undefined && ids.includes(by)) return;
    }
  }
}

/** It was led elsewhere meanwhile: that is in the evidence. */
function ignoreGone(): void {}

function heardIn(
  browser: WatchedBrowser,
  themes: readonly Theme[],
): { ran: Set<string>; called: Set<string> } {
  const { ran, called, navigations } = browser.evidence();
  const led = navigations.flatMap((url) => calledBy(new URL(url).hostname) ?? []);
  // Where links are clicked, a new page is what the person wanted; a frame or page that is led away is not.
  const clicked = new Set(
    themes.filter(({ hasLinks }) => hasLinks).flatMap(({ mails }) => mails.map(({ id }) => id)),
  );
  const calls = [...called].filter((id) => !clicked.has(id));
  return { ran: new Set(ran), called: new Set([...calls, ...led]) };
}

/** @returns ids of those that lie over the page */
async function look(browser: WatchedBrowser, mails: readonly HostileMail[]): Promise<ReadonlySet<string>> {
  const covered = new Set<string>();
  const page = await browser.newPage();
  for (const { id } of mails) {
    await page.goto(`${browser.url}inside/${id}`);
    if (!(await page.evaluate(isHeadingSeen))) covered.add(id);
  }
  await page.close();
  return covered;
}

/** In the browser: whether the page's heading is where it was, with nothing over it. */
function isHeadingSeen(): boolean {
  const heading = document.querySelector("#heading");
  return [20, 100, 180].every((y) => document.elementFromPoint(20, y) === heading);
}
