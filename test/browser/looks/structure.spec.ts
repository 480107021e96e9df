import { expect } from "@playwright/test";
import { axeViolations } from "../../support/page/axe-violations.ts";
import { openLetter, test } from "../../support/page/reading-bench.ts";
import { CIRCULAR, MANY_FILES } from "../../support/page/reading-letters.ts";
import { SCREENS } from "../../support/page/screens.ts";

test.use({ mailbag: { letters: [CIRCULAR, MANY_FILES] }, contextOptions: { reducedMotion: "reduce" } });

for (const [device, viewport] of Object.entries(SCREENS)) {
  test(`the structure passes axe and fits on a ${device}, light and dark`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openLetter(page, "Many files");
    await page.getByRole("tab", { name: "Structure" }).click();
    await page.getByRole("list", { name: "Parts of the message" }).waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeViolations(page)).toEqual([]);
    }
    const panel = page.getByRole("tabpanel");
    expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  });
}
