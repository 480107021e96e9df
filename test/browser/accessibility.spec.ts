import { expect } from "@playwright/test";
import { axeViolations } from "../support/page/axe-violations.ts";
import { openMailbox, rowOf, test } from "../support/page/page-bench.ts";
import { SCREENS } from "../support/page/screens.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const [device, viewport] of Object.entries(SCREENS)) {
    test.describe(`${device}, ${colorScheme}`, () => {
      // A screen is judged as it comes to rest: colours in the middle of a fade are nobody's to read.
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: "reduce" } });

      test("every screen passes axe, and none scrolls sideways", async ({ page }) => {
        await page.goto("");
        await page.getByLabel("Password").waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await openMailbox(page);
        expect(await axeViolations(page)).toEqual([]);
        await rowOf(page, "Alpha").focus();
        await page.keyboard.press("#");
        await page.getByRole("region", { name: "Marked messages" }).waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await page.getByRole("button", { name: /Review and commit/ }).click();
        await page.getByRole("dialog").getByRole("checkbox").first().waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await page.keyboard.press("Escape");
        await rowOf(page, "Bravo").click();
        await page.getByText("The body of Bravo.").waitFor();
        expect(await axeViolations(page)).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBe(0);
      });
    });
  }
}
