import { expect } from "@playwright/test";
import { rowOf, signIn } from "../support/page/page-bench.ts";
import { readingOf, test } from "../support/page/reading-bench.ts";
import { CIRCULAR, PHISH } from "../support/page/reading-letters.ts";
import { SCREENS } from "../support/page/screens.ts";

test.use({ mailbag: { letters: [PHISH, CIRCULAR] }, contextOptions: { reducedMotion: "reduce" } });

for (const [device, viewport] of Object.entries(SCREENS)) {
  test(`formatted mail has two thirds of the pane on a ${device}, and one scrollbar at its edge`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await signIn(page);
    for (const subject of ["The circular", "Your account"]) {
      await rowOf(page, subject).click();
      await readingOf(page, subject);
      const measured = await page.getByRole("tabpanel").evaluate((pane) => {
        const frame = pane.querySelector("iframe");
        if (!frame || !(pane instanceof HTMLElement)) throw new Error("no frame in a pane");
        const outer = pane.getBoundingClientRect();
        const inner = frame.getBoundingClientRect();
        return {
          part: inner.height / outer.height,
          barPx: pane.offsetWidth - pane.clientWidth,
          besidePx: Math.round(outer.right - inner.right),
        };
      });
      expect(measured.part, subject).toBeGreaterThanOrEqual(0.6);
      expect(measured, subject).toMatchObject({ barPx: 0, besidePx: 0 });
      if (device === "phone") await page.keyboard.press("Escape");
    }
  });
}
