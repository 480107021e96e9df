import { expect } from "@playwright/test";
import { markRow, openMailbox, rowOf, signIn, test } from "../support/page/page-bench.ts";

test("a mailbox that another browser has open is a choice; taken over, the other page says so and can take it back", async ({
  page,
  browser,
  baseURL,
}) => {
  await openMailbox(page);
  await markRow(page, "Alpha");
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");

  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await elsewhere.newPage();
  await signIn(other);
  const choice = other.getByRole("alert").filter({ hasText: "open in another browser" });
  await expect(choice).toContainText("kim@college.example");
  await choice.getByRole("button", { name: "Cancel" }).click();
  await expect(choice).toHaveCount(0);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await choice.getByRole("button", { name: "Take over" }).click();
  await rowOf(other, "Alpha").waitFor();

  await expect(page.getByText("This mailbox is in use in another browser now.").last()).toBeVisible();
  await expect(rowOf(page, "Alpha").getByRole("button", { name: "Undo" })).toBeVisible();
  await page.getByRole("button", { name: "Use it here" }).click();
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
  await expect(other.getByRole("button", { name: "Use it here" })).toBeVisible();
  await elsewhere.close();
});

test("who signs out can sign out in every browser, and the others are shown the sign-in", async ({
  page,
  browser,
  baseURL,
}) => {
  await openMailbox(page);
  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await elsewhere.newPage();
  await signIn(other);
  await other.getByRole("button", { name: "Take over" }).click();
  await rowOf(other, "Alpha").waitFor();

  await other.getByRole("button", { name: "Sign out" }).click();
  const question = other.getByRole("dialog");
  await expect(question).toContainText("1 other browser is signed in to this account.");
  await question.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(other.getByLabel("Password")).toBeVisible();
  await expect(page.getByLabel("Password")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Password")).toBeVisible();
  await elsewhere.close();
});
