import { expect, type Locator } from "@playwright/test";
import { openMailbox, PEERS, rowOf, test as base } from "../support/page/page-bench.ts";

const message = (subject: string): Buffer =>
  Buffer.from(`From: late@example.org\r\nSubject: ${subject}\r\n\r\nJust in.\r\n`);

/** A maildrop that is longer than the screen. */
const test = base.extend({
  peer: async ({ peerName }, use) => {
    const peer = await PEERS[peerName]?.();
    if (peer === undefined) throw new Error(`there is no peer ${peerName}`);
    for (let nth = 1; nth <= 40; nth += 1) peer.deliver(message(`Filler ${String(nth).padStart(2, "0")}`));
    await use(peer);
    await peer.stop();
  },
});

test("new rows come above, and what is on screen stays where it is", async ({ page, peer }) => {
  await openMailbox(page, "Filler 40");
  const watched = page.locator('[role="row"][data-index="15"]', { hasText: "Filler 25" });
  await watched.scrollIntoViewIfNeeded();
  await page.getByRole("grid", { name: "Messages" }).hover();
  await page.mouse.wheel(0, 400);
  await expect(watched).toBeVisible();
  const before = await topOf(watched);

  for (const nth of [1, 2, 3]) peer.deliver(message(`Late ${String(nth)}`));
  await page.getByRole("button", { name: "Check for new mail" }).click();
  await expect(page.getByText("3 new.", { exact: true })).toBeVisible();
  const up = page.getByRole("button", { name: "3 new", exact: true });
  await expect(up).toBeVisible();
  // An element stands for a place in the list: looked for by its text alone, it may be another message's when it is measured.
  const moved = page.locator('[role="row"][data-index="18"]', { hasText: "Filler 25" });
  await moved.waitFor();
  expect(await topOf(moved)).toBeCloseTo(before, 0);

  await up.click();
  await expect(rowOf(page, "Late 3")).toBeInViewport();
  await expect(up).toHaveCount(0);
});

test("a check that finds nothing says so, and the list stays", async ({ page }) => {
  await openMailbox(page, "Filler 40");
  await page.getByRole("button", { name: "Check for new mail" }).click();
  await expect(page.getByText("No new mail.")).toBeVisible();
  await expect(rowOf(page, "Filler 40")).toBeVisible();
});

function topOf(row: Locator): Promise<number> {
  return row.evaluate((element) => element.getBoundingClientRect().y);
}
