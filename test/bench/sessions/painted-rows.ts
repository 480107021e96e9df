import type { Page } from "@playwright/test";
import { FIRST_ROWS } from "./webmail.ts";

/** Milliseconds from the click on the sign-in button. */
export interface Painted {
  /** Until one row with its subject is on screen. */
  readonly firstMs: number;
  /** Until `FIRST_ROWS` of them are. */
  readonly allMs: number;
}

/** Moments as the page notes them, in milliseconds since 1970. */
type Moment = "click" | "first" | "all";

/** More than a sign-in ever took on a busy machine. */
const DEADLINE_MS = 60_000;
/** So seldom that asking costs the page nothing that is seen in a figure. */
const POLL_MS = 250;

/**
 * Has each document that the page opens from now on note the moments of a click and of its rows.
 *
 * @param rows a selector of the list's rows
 */
export async function watchRows(page: Page, rows: string): Promise<void> {
  // tsx names functions by a call, which the page would not know.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(noteRows, { rows, wanted: FIRST_ROWS });
}

/** What the page has noted, when all rows are there. @throws Playwright's TimeoutError where they do not come */
export async function paintedRows(page: Page): Promise<Painted> {
  const isThere = () => sessionStorage.getItem("bench all") !== null;
  await page.waitForFunction(isThere, undefined, { timeout: DEADLINE_MS, polling: POLL_MS });
  const at = async (moment: Moment) =>
    Number(await page.evaluate((key) => sessionStorage.getItem(key) ?? "NaN", `bench ${moment}`));
  const [click, first, all] = [await at("click"), await at("first"), await at("all")];
  return { firstMs: first - click, allMs: all - click };
}

/** In the page. A row counts when it shows a subject, and is on screen at the end of the frame that draws it. */
function noteRows({ rows, wanted }: { readonly rows: string; readonly wanted: number }): void {
  if (window !== window.top) return;
  // A form that is sent may lead to another document: the tab's storage outlives the one with the click.
  const note = (moment: Moment, at: number) =>
    sessionStorage.setItem(`bench ${moment}`, String(performance.timeOrigin + at));
  const noteFrame = (moment: Moment) => {
    requestAnimationFrame(() => {
      // What a frame's callback posts comes when that frame has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => note(moment, performance.now());
      port2.postMessage(undefined);
    });
  };
  addEventListener("click", ({ timeStamp }) => note("click", timeStamp), { capture: true, once: true });
  let hasFirst = false;
  const observer = new MutationObserver(() => {
    const filled = [...document.querySelectorAll(rows)].filter((row) => /Message \d/.test(row.textContent));
    if (filled.length > 0 && !hasFirst) {
      hasFirst = true;
      noteFrame("first");
    }
    if (filled.length < wanted) return;
    observer.disconnect();
    noteFrame("all");
  });
  observer.observe(document, { childList: true, characterData: true, subtree: true });
}
