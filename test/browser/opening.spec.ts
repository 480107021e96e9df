import { expect } from "@playwright/test";
import { openMailbox, test } from "../support/page/page-bench.ts";

test("a mailbox opens one line for events, and asks for its first rows once", async ({ page }) => {
  const lines: string[] = [];
  const pagesOfRows: string[] = [];
  page.on("websocket", (line) => lines.push(line.url()));
  page.on("request", (request) => {
    if (/\/messages\?/.test(request.url())) pagesOfRows.push(request.url());
  });
  await openMailbox(page);
  await expect(page.getByText("TRANSACTION")).toBeVisible();
  expect(lines).toHaveLength(1);
  expect(pagesOfRows).toHaveLength(1);
});
