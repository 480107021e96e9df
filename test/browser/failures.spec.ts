import { expect } from "@playwright/test";
import { connectPop3 } from "../support/line/raw-pop3.ts";
import { startGateway } from "../support/gateway/built-gateway.ts";
import {
  environmentFor,
  markRow,
  openMailbox,
  PASSWORD,
  rowOf,
  signIn,
  processTest,
  test,
  USER,
} from "../support/page/page-bench.ts";

const CANARY = "canary-7b1e55";

test("a wrong password is told as one, with the server's own words, and is kept nowhere", async ({
  page,
  gateway,
}) => {
  await signIn(page, CANARY);
  await expect(page.getByRole("alert")).toContainText("did not accept");
  await expect(page.getByRole("alert")).toContainText("The server said:");
  expect(await page.content()).not.toContain(CANARY);
  expect(gateway.output()).not.toContain(CANARY);
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(stored).not.toContain(CANARY);
});

test("a maildrop in use is not called a wrong password", async ({ page, peer }) => {
  const other = await connectPop3("127.0.0.1", peer.port);
  await other.ask(`USER ${USER}`);
  await other.ask(`PASS ${PASSWORD}`);
  await signIn(page);
  await expect(page.getByRole("alert")).toContainText("Another program has this mailbox open");
  await expect(page.getByRole("alert")).toContainText("Your password is right");
  await other.drop();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await rowOf(page, "Alpha").waitFor();
});

test("a server that went away is told, nothing is lost, and reconnecting goes on", async ({ page, peer }) => {
  await openMailbox(page);
  await markRow(page, "Alpha");
  await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
  await peer.stop();
  await expect(page.getByText("LOST", { exact: true })).toBeVisible();
  await expect(page.getByText("Nothing was deleted, and your marks are kept here.")).toBeVisible();
  await expect(rowOf(page, "Alpha").getByRole("button", { name: "Undo" })).toBeVisible();
});

processTest(
  "a gateway that was started anew is told as the end of the session, without a click",
  async ({ page, gateway, peer }) => {
    const before = await peer.uniqueIds();
    await openMailbox(page);
    // The page shows a mark at once; one that the gateway has not confirmed goes with it, rightly.
    const confirmed = page.waitForResponse((response) => response.url().includes("/mark"));
    await markRow(page, "Alpha");
    await confirmed;
    await expect(page.getByRole("region", { name: "Marked messages" })).toContainText("1 marked");
    process.kill(gateway.pid, "SIGKILL");
    await expect(page.getByText("OFFLINE", { exact: true })).toBeVisible();
    const bar = page.getByRole("region", { name: "Marked messages" });
    await expect(bar).toContainText("The gateway cannot be reached");
    await expect(bar.getByRole("button", { name: "Review and commit" })).toBeDisabled();
    await rowOf(page, "Bravo").focus();
    await page.keyboard.press("#");
    await expect(bar).toContainText("2 marked");
    const next = await startGateway({ ...environmentFor(peer), PORT: new URL(gateway.url).port });
    try {
      await expect(page.getByText("The gateway was restarted")).toBeVisible({ timeout: 30_000 });
      await expect(page.getByText("Nothing was deleted: 2 marks were dropped")).toBeVisible();
      await expect(page.getByLabel("Password")).toBeVisible();
      expect(await peer.uniqueIds()).toEqual(before);
    } finally {
      await next.stop();
    }
  },
);

test("a dialog opens although the gateway went away before it was first asked for", async ({
  page,
  context,
}) => {
  await openMailbox(page);
  // An entry is there when the fetch is over.
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("help-dialog")),
  );
  await context.setOffline(true);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Keyboard");
});

test("no network is told at once; what was marked and opened meanwhile is done when it is back", async ({
  page,
  context,
}) => {
  await openMailbox(page);
  await context.setOffline(true);
  await expect(page.getByText("OFFLINE", { exact: true })).toBeVisible({ timeout: 5_000 });
  await markRow(page, "Alpha");
  await rowOf(page, "Bravo").click();
  await expect(page.getByText("is sent as soon as it is back")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
  await expect(page.getByText("The body of Bravo.")).toBeVisible();
  await page.reload();
  await expect(rowOf(page, "Alpha").getByRole("button", { name: "Undo" })).toBeVisible();
});
