import { expect } from "@playwright/test";
import { openMailbox, rowOf, test } from "../support/page/page-bench.ts";

test("a page that cannot be rendered says so, tells the console why, and goes on when it is loaded again", async ({
  page,
}) => {
  await openMailbox(page);
  const told: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") told.push(message.text());
  });
  // In one step: between two, a row that arrives late would meet the fault first and take "Alpha" with it.
  await rowOf(page, "Alpha").evaluate((row: HTMLElement) => {
    const fault = () => {
      throw new Error("planted in the dates");
    };
    Object.defineProperty(Intl.DateTimeFormat.prototype, "format", { get: fault });
    row.click();
  });
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("This page stopped working.");
  await expect(alert).toContainText("it deleted nothing");
  await expect.poll(() => told.join("\n")).toContain("planted in the dates");
  await alert.getByRole("button", { name: "Reload" }).click();
  await expect(rowOf(page, "Alpha")).toBeVisible();
});
