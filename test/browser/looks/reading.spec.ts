import { expect, type Page } from "@playwright/test";
import { axeViolations } from "../../support/page/axe-violations.ts";
import { rowOf, signIn } from "../../support/page/page-bench.ts";
import { readingOf, test } from "../../support/page/reading-bench.ts";
import {
  BOUNCE,
  INVITATION,
  MANY_FILES,
  PHISH,
  CIRCULAR,
  SIGNED,
} from "../../support/page/reading-letters.ts";
import { SCREENS } from "../../support/page/screens.ts";

/** Each subject, and what unfolds the rest of it. */
const PIECES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "Rehearsal moved": async () => {},
  "Undelivered Mail": (page) => page.getByText("What the server said").click(),
  "Signed words": async () => {},
  "Your account": async (page) => {
    await page.getByText("Your server reported:").click();
    await page.getByRole("button", { name: "Which" }).click();
  },
  "The circular": async () => {},
  "Many files": (page) => page.getByRole("button", { name: "Show notes.txt" }).click(),
};

/** What axe finds, and whether the page scrolls sideways. */
async function faults(page: Page): Promise<string[]> {
  const found = await axeViolations(page);
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const panel = document.querySelector("[role=tabpanel]");
    return scrollWidth - clientWidth + (panel ? panel.scrollWidth - panel.clientWidth : 0);
  });
  return overflow > 0 ? [...found, `${String(overflow)} pixels too wide`] : found;
}

test.use({
  mailbag: { letters: [INVITATION, BOUNCE, SIGNED, PHISH, CIRCULAR, MANY_FILES] },
  contextOptions: { reducedMotion: "reduce" },
});

for (const [device, viewport] of Object.entries(SCREENS)) {
  test(`each piece of the reader passes axe and fits on a ${device}, light and dark`, async ({ page }) => {
    // Axe looks twelve times at whole pages.
    test.slow();
    await page.setViewportSize(viewport);
    await signIn(page);
    for (const [subject, unfold] of Object.entries(PIECES)) {
      await rowOf(page, subject).click();
      await readingOf(page, subject);
      await unfold(page);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await faults(page), `${subject}, ${colorScheme}`).toEqual([]);
      }
      if (device === "phone" && subject !== "Many files") await page.keyboard.press("Escape");
    }
  });
}
