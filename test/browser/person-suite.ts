import { expect } from "@playwright/test";
import { markRow, openMailbox, rowOf, SUBJECTS, test } from "../support/page/page-bench.ts";

/** What a person does with a mailbox in a browser, on the POP3 server of this name. */
export function describePerson(peerName: string): void {
  test.describe(`a person on ${peerName}`, () => {
    test.use({ peerName });

    test("reads an HTML mail, marks three, undoes one, commits, and the maildrop holds the rest", async ({
      page,
      peer,
    }) => {
      const before = await peer.uniqueIds();
      await openMailbox(page);
      await rowOf(page, "Newsletter").click();
      const body = page.frameLocator('iframe[title="Body of the message"]');
      await expect(body.getByRole("heading", { name: "Winter concert" })).toBeVisible();
      await expect(page.getByText("1 remote image was not loaded", { exact: false })).toBeVisible();
      expect(await page.title()).not.toContain("owned");

      for (const subject of ["Alpha", "Charlie", "Echo"]) {
        await markRow(page, subject);
        await expect(rowOf(page, subject).getByRole("button", { name: "Undo" })).toBeVisible();
      }
      const bar = page.getByRole("region", { name: "Marked messages" });
      await expect(bar).toContainText("3 marked");
      await rowOf(page, "Charlie").getByRole("button", { name: "Undo" }).click();
      await expect(bar).toContainText("2 marked");

      await bar.getByRole("button", { name: /Review and commit/ }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText("Remove 2 messages from the server?");
      await expect(dialog.getByRole("checkbox")).toHaveCount(2);
      await dialog.getByRole("button", { name: /Remove 2 messages/ }).click();
      await expect(page.getByRole("dialog")).toContainText("2 messages removed");
      await page.getByRole("button", { name: "Back to the mail" }).click();
      await expect(rowOf(page, "Alpha")).toHaveCount(0);
      await expect(bar).not.toContainText("marked");

      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page.getByLabel("Password")).toBeVisible();
      const gone = new Set(["Alpha", "Echo"]);
      expect(await peer.uniqueIds()).toEqual(before.filter((_, index) => !gone.has(SUBJECTS[index] ?? "")));
    });

    test("reads a message that then leaves: the page says so, and offers nothing that cannot be", async ({
      page,
    }) => {
      await openMailbox(page);
      await rowOf(page, "Foxtrot").click();
      await page.getByText("The body of Foxtrot.").waitFor();
      await page.keyboard.press("#");
      await page.getByRole("button", { name: /Review and commit/ }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /Remove 1 message/ })
        .click();
      await page.getByRole("button", { name: "Back to the mail" }).click();
      await expect(page.getByText("It has left the server")).toBeVisible();
      await expect(page.getByText("The body of Foxtrot.")).toBeVisible();
      await expect(page.getByRole("link", { name: /Save .eml/ })).toHaveCount(0);
    });

    test("unticks a message in the review, and it stays", async ({ page, peer }) => {
      const before = await peer.uniqueIds();
      await openMailbox(page);
      for (const subject of ["Bravo", "Delta"]) {
        await markRow(page, subject);
      }
      await page.getByRole("button", { name: /Review and commit/ }).click();
      await page.getByRole("dialog").getByRole("checkbox", { name: /Bravo/ }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /Remove 1 message/ })
        .click();
      await expect(page.getByRole("dialog")).toContainText("1 message removed");
      await page.getByRole("button", { name: "Back to the mail" }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page.getByLabel("Password")).toBeVisible();
      expect(await peer.uniqueIds()).toEqual(before.filter((_, index) => SUBJECTS[index] !== "Delta"));
    });

    test("signs out with marks, and nothing is deleted", async ({ page, peer }) => {
      const before = await peer.uniqueIds();
      await openMailbox(page);
      await markRow(page, "Alpha");
      await page.getByRole("button", { name: "Sign out" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText("nothing is deleted");
      await dialog.getByRole("button", { name: "Sign out" }).click();
      await expect(page.getByLabel("Password")).toBeVisible();
      expect(await peer.uniqueIds()).toEqual(before);
    });

    test("checks for new mail with the marks kept", async ({ page, peer }) => {
      await openMailbox(page);
      await markRow(page, "Golf");
      peer.deliver(Buffer.from("From: late@example.org\r\nSubject: Hotel\r\n\r\nJust in.\r\n"));
      await page.getByRole("button", { name: "Check for new mail" }).click();
      await expect(rowOf(page, "Hotel")).toBeVisible();
      await expect(rowOf(page, "Golf").getByRole("button", { name: "Undo" })).toBeVisible();
      await expect(page.getByText("1 new.", { exact: false })).toBeVisible();
    });
  });
}
