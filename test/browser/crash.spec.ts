import { expect } from "@playwright/test";
import { openMailbox, rowOf, test } from "../support/page-bench.ts";

test("a page that cannot be rendered says so, tells the console why, and goes on when it is loaded again", async ({
  page,
}) => {
  await openMailbox(page);
  const told: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") told.push(message.text());
  });
  await page.evaluate(() => {
    const fault = () => {
      throw new Error("planted in the dates");
    };
    Object.assign(Date.prototype, {
      toLocaleDateString: fault,
      toLocaleTimeString: fault,
      toLocaleString: fault,
    });
  });
  await rowOf(page, "Alpha").click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("This page stopped working.");
  await expect(alert).toContainText("it deleted nothing");
  await expect.poll(() => told.join("\n")).toContain("planted in the dates");
  await alert.getByRole("button", { name: "Reload" }).click();
  await expect(rowOf(page, "Alpha")).toBeVisible();
});
