import { expect } from "@playwright/test";
import { test } from "../support/page/cabled-bench.ts";
import { openMailbox, rowOf } from "../support/page/page-bench.ts";
import { mail } from "../support/page/reading-bench.ts";

/** Below what is asked about first, far above what a socket holds. */
const LINES = Array<string>(80_000).fill(
  "A line of a report that nobody reads to its end, and nobody should wait for.",
);

test("a message that comes slowly shows how far it is; cancelled, it leaves the reader and the mailbox as they were", async ({
  page,
  peer,
  cable,
}) => {
  peer.deliver(mail("The long report", [], LINES));
  await openMailbox(page, "The long report");
  cable.stallAfter(3_000_000);
  await rowOf(page, "The long report").click();
  await expect(page.getByRole("progressbar", { name: "Reading the message …" })).toBeVisible();
  await expect(page.getByText(/[kM]B of 6\.2 MB/)).toBeVisible();

  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Choose a message")).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Reading the message …" })).toHaveCount(0);

  cable.flow();
  await rowOf(page, "Alpha").click();
  await expect(page.getByText("The body of Alpha.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
});
