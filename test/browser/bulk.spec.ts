import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import { openMailbox, rowOf, test, USER } from "../support/page/page-bench.ts";

const dialogOf = (page: Page): Locator => page.getByRole("dialog", { name: "Whole mailbox" });
const bar = (page: Page): Locator => page.getByRole("region", { name: "Selected messages" });
// Also behind a dialog, where no role is told.
const marks = (page: Page): Locator => page.locator("section[aria-label='Marked messages']");

test("words that no header holds are found in bodies, after the cost was told; a hit opens", async ({
  page,
}) => {
  await openMailbox(page);
  await page.getByLabel("Search the loaded headers").fill("rehearsal");
  await expect(page.getByText("No subject or sender contains “rehearsal”.")).toBeVisible();
  await page.getByRole("button", { name: "Search bodies for “rehearsal”" }).click();
  const dialog = dialogOf(page);
  await expect(dialog.getByText(/Fetches 8 messages, .* from the mail server/)).toBeVisible();
  await dialog.getByRole("button", { name: "Search bodies", exact: true }).click();
  const hits = dialog.getByRole("region", { name: "Found messages" });
  await expect(hits.getByText("1 found for “rehearsal”")).toBeVisible();
  await expect(hits.getByText(/8 messages looked through, .* fetched/)).toBeVisible();
  await expect(hits.getByRole("listitem").locator("mark")).toHaveText("Rehearsal");
  await expect(hits.getByRole("listitem")).toContainText("Newsletter");
  await hits.getByRole("listitem").getByRole("button").click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "Newsletter" })).toBeVisible();
  await page.getByRole("button", { name: "Whole mailbox" }).click();
  await dialog.getByRole("tab", { name: "Search bodies" }).click();
  await expect(hits.getByText("1 found for “rehearsal”")).toBeVisible();
  await expect(dialog.getByText(/^Fetches/)).toBeHidden();
  await dialog.getByLabel("Words").fill("something else");
  await expect(dialog.getByText("1 held by the gateway already: free.")).toBeVisible();
});

test("rows are chosen by key, by click, by range and all that match, and marked together", async ({
  page,
}) => {
  await openMailbox(page);
  await rowOf(page, "Golf").focus();
  await page.keyboard.press("x");
  await expect(rowOf(page, "Golf")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar(page)).toContainText("3 selected");
  await rowOf(page, "Alpha").click({ modifiers: ["ControlOrMeta"] });
  await expect(bar(page)).toContainText("4 selected");
  await rowOf(page, "Charlie").click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("6 selected");
  await bar(page).getByRole("button", { name: "Select all 8" }).click();
  await expect(bar(page)).toContainText("8 selected");
  await bar(page).getByRole("button", { name: "Mark", exact: true }).click();
  await expect(marks(page)).toContainText("8 marked");
  await bar(page).getByRole("button", { name: "End the selection" }).click();
  await expect(rowOf(page, "Golf")).toHaveAttribute("aria-selected", "false");
  await page.getByRole("button", { name: "Select messages" }).click();
  await rowOf(page, "Bravo").click();
  await expect(bar(page)).toContainText("1 selected");
  await page.getByLabel("Search the loaded headers").fill("zzzz");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await expect(bar(page)).toContainText("Nothing selected");
  await expect(bar(page).getByRole("button", { name: "Mark", exact: true })).toBeDisabled();
  await page.getByLabel("Search the loaded headers").fill("");
  await rowOf(page, "Bravo").click();
  await expect(bar(page)).toContainText("1 selected");
  await page.keyboard.press("Escape");
  await expect(bar(page)).toBeEmpty();
  await expect(rowOf(page, "Bravo")).toBeFocused();
});

test("an archive is saved, and only then exactly its messages can be marked", async ({ page }) => {
  await openMailbox(page);
  await rowOf(page, "Bravo").click({ modifiers: ["ControlOrMeta"] });
  await rowOf(page, "Delta").click({ modifiers: ["ControlOrMeta"] });
  await bar(page).getByRole("button", { name: "Export …" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Verified archive").check();
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download" }).click();
  const file = await readFile(await (await saved).path());
  expect(file.subarray(0, 2).toString()).toBe("PK");
  await expect(dialog.getByText("Complete")).toBeVisible();
  await expect(dialog.getByText(/SHA-256 of the file: [0-9a-f]{12}…/)).toBeVisible();
  await dialog.getByRole("button", { name: "Mark exactly these 2" }).click();
  await expect(dialog.getByText("2 messages are marked. Nothing is deleted until you commit.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(marks(page)).toContainText("2 marked");
  await expect(rowOf(page, "Bravo")).toContainText("Marked");
  await expect(rowOf(page, "Charlie")).not.toContainText("Marked");
});

test("cleaning up shows what it would mark, then marks that, and deletes nothing", async ({ page, peer }) => {
  const before = await peer.uniqueIds();
  await openMailbox(page);
  await page.getByRole("button", { name: "Whole mailbox" }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole("tab", { name: "Clean up" }).click();
  await expect(dialog.getByRole("button", { name: "Show what that would mark" })).toBeDisabled();
  await dialog.getByLabel("From (name or address)").fill("choir");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText(/1 message: a commit would free/)).toBeVisible();
  await expect(marks(page)).not.toContainText("marked");
  await dialog.getByRole("button", { name: "Mark these 1" }).click();
  await expect(dialog.getByText("1 marked. Nothing is deleted until you commit.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(marks(page)).toContainText("1 marked");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
  expect(await peer.uniqueIds()).toEqual(before);
});

test("conversations stand together when that is asked for", async ({ page, peer }) => {
  const reply = `From: zoe@example.org\r\nTo: ${USER}\r\nSubject: Re: Alpha\r\nDate: Tue, 9 Jun 2026 09:00:00 +0000\r\nMessage-ID: <r@example.org>\r\nReferences: <1@example.org>\r\n\r\nAn answer.\r\n`;
  peer.deliver(Buffer.from(reply));
  await openMailbox(page, "Newsletter");
  const rows = page.getByRole("grid", { name: "Messages" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("Newsletter");
  await page.getByRole("button", { name: "Group by conversation" }).click();
  await expect(rows.nth(0)).toContainText("Conversation of 2");
  await expect(rows.nth(1)).toContainText("Re: Alpha");
});
