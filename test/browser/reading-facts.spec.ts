import { expect } from "@playwright/test";
import { axeViolations } from "../support/page/axe-violations.ts";
import { openLetter, test } from "../support/page/reading-bench.ts";
import { INVITATION, BOUNCE, SIGNED } from "../support/page/reading-letters.ts";

test.use({ timezoneId: "Europe/Berlin", locale: "en-GB", contextOptions: { reducedMotion: "reduce" } });

test.describe("an invitation", () => {
  test.use({ mailbag: { letters: [INVITATION] } });

  test("is a card in the reader's time, with the time as written, and its file to save", async ({ page }) => {
    await openLetter(page, "Rehearsal moved");
    const card = page.getByRole("region", { name: "Invitation" });
    await expect(card).toContainText("Rehearsal in the small hall");
    await expect(card).toContainText("4 Jul 2026");
    await expect(card).toContainText("your time (Europe/Berlin)");
    await expect(card).toContainText(/As the sender wrote it: .*18:30.*America\/New_York/);
    await expect(card).toContainText("Small hall, Riverside 4");
    await expect(card).toContainText("Marit Olsen <marit@example.org>");
    await expect(card).toContainText("2 people invited");
    await expect(card).toContainText("Repeats");
    const download = page.waitForEvent("download");
    await card.getByRole("link", { name: "Save .ics" }).click();
    expect((await download).suggestedFilename()).toBe("rehearsal.ics");
    await expect(page.getByRole("list", { name: /attachment/ })).toHaveCount(0);
    expect(await axeViolations(page)).toEqual([]);
  });
});

test.describe("a delivery report", () => {
  test.use({ mailbag: { letters: [BOUNCE] } });

  test("is a sentence; the server's words are folded, and the message it quotes opens", async ({ page }) => {
    await openLetter(page, "Undelivered Mail Returned to Sender");
    const report = page.getByRole("region", { name: "Report on a message of yours" });
    await expect(report).toContainText(
      "“Tickets for Friday” could not be delivered to hana@example.net. There is no such mailbox.",
    );
    const diagnostic = report.getByText("Recipient address rejected");
    await expect(diagnostic).toBeHidden();
    await report.getByText("What the server said").click();
    await expect(diagnostic).toBeVisible();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("button", { name: /Open the message “Tickets for Friday”/ }).click();
    await expect(page.getByText("Shall I get two?")).toBeVisible();
  });
});

test.describe("a signed message", () => {
  test.use({ mailbag: { letters: [SIGNED] } });

  test("says that it is, and that nobody here has verified it", async ({ page }) => {
    await openLetter(page, "Signed words");
    await expect(page.getByText("Signed with OpenPGP, not verified here")).toBeVisible();
  });
});
