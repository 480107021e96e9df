import { expect, type Page } from "@playwright/test";
import { startCable, type Cable } from "../support/cable.ts";
import { openMailbox, PEERS, rowOf, test as base } from "../support/page-bench.ts";

/** The peer behind a cable; its owner still reaches it without. */
const test = base.extend<{ cable: Cable }>({
  peer: async ({ peerName }, use) => {
    const peer = await PEERS[peerName]?.();
    if (peer === undefined) throw new Error(`there is no peer ${peerName}`);
    const cable = await startCable("127.0.0.1", peer.port);
    cables.set(cable.port, cable);
    await use({ ...peer, port: cable.port });
    await cable.stop();
    await peer.stop();
  },
  cable: async ({ peer }, use) => {
    const cable = cables.get(peer.port);
    if (cable === undefined) throw new Error("the peer has no cable");
    await use(cable);
  },
});
const cables = new Map<number, Cable>();

async function mark(page: Page, subject: string): Promise<void> {
  await rowOf(page, subject).hover();
  await rowOf(page, subject).getByRole("button", { name: "Mark" }).click();
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
}

test("a lost connection is shown as lost, all that was read stays, and the way back keeps the marks", async ({
  page,
  cable,
  peer,
}) => {
  const before = await peer.uniqueIds();
  await openMailbox(page);
  await mark(page, "Alpha");
  await rowOf(page, "Bravo").click();
  await page.getByText("The body of Bravo.").waitFor();
  cable.pull();
  await expect(page.getByText("LOST", { exact: true })).toBeVisible();
  await expect(page.getByText("TRANSACTION", { exact: true })).toHaveCount(0);
  await expect(page.getByText("The body of Bravo.")).toBeVisible();
  await expect(rowOf(page, "Alpha")).toContainText("not yet on the server");
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("Not yet on the server");
  cable.plug();
  await page.getByRole("button", { name: /^(Reconnect|Try now)$/ }).click();
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
  await expect(rowOf(page, "Alpha")).not.toContainText("not yet on the server");
  await expect(rowOf(page, "Alpha").getByRole("button", { name: "Undo" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
  expect(await peer.uniqueIds()).toEqual(before);
});

test("a gateway that is silent leaves no state that looks open, and counts down to the next call", async ({
  page,
  gateway,
}) => {
  await openMailbox(page);
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
  process.kill(gateway.pid, "SIGKILL");
  await expect(page.getByText("OFFLINE", { exact: true })).toBeVisible();
  await expect(page.getByText("TRANSACTION", { exact: true })).toHaveCount(0);
  await expect(page.getByText(/Next try in \d+ s\.|Trying now …/)).toBeVisible();
  await expect(rowOf(page, "Alpha")).toBeVisible();
});
