import { expect } from "@playwright/test";
import { markRow, openMailbox, test } from "../support/page/page-bench.ts";

test("a check-up tells how the server keeps to POP3, and the session stays as it was", async ({
  page,
  peer,
}) => {
  const before = await peer.uniqueIds();
  await openMailbox(page);
  await markRow(page, "Alpha");
  await page.getByRole("button", { name: "Server check-up" }).click();
  const dialog = page.getByRole("dialog", { name: "Server check-up" });
  const [box, width] = [await dialog.boundingBox(), page.viewportSize()?.width ?? 0];
  // In the middle only if the layers of the styles have their order, however the build splits them.
  expect((box?.x ?? 0) + (box?.width ?? 0) / 2).toBeCloseTo(width / 2, 0);
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(dialog.getByText("Unique-ids are distinct")).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByRole("button", { name: "Copy as text" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
  expect(await peer.uniqueIds()).toEqual(before);
});
