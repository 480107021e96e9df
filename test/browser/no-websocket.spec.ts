import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { markRow, rowOf, signIn, test as base } from "../support/page/page-bench.ts";

/** A proxy that knows of no Upgrade: it asks the gateway as for any page, and counts who tried. */
async function startPlainProxy(target: string) {
  let upgrades = 0;
  const server = createServer((incoming, outgoing) => {
    if (incoming.headers.upgrade !== undefined) upgrades += 1;
    const { upgrade: _upgrade, connection: _connection, ...headers } = incoming.headers;
    const onReply = (reply: IncomingMessage) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    };
    const forwarded = request(
      `${target}${incoming.url ?? "/"}`,
      { method: incoming.method, headers },
      onReply,
    );
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  server.on("upgrade", (_, socket) => {
    upgrades += 1;
    socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    upgrades: () => upgrades,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Proxy = Awaited<ReturnType<typeof startPlainProxy>>;

const test = base.extend<{ plainProxy: Proxy }>({
  plainProxy: async ({ gateway }, use) => {
    const proxy = await startPlainProxy(gateway.url);
    await use(proxy);
    await proxy.close();
  },
  baseURL: async ({ plainProxy }, use) => use(plainProxy.url),
});

test("behind a proxy that blocks the WebSocket every action works, and the page says what is the matter", async ({
  page,
  peer,
  plainProxy,
}) => {
  await signIn(page);
  await rowOf(page, "Alpha").waitFor();
  await expect(page.getByText("blocks the live connection (WebSocket)")).toBeVisible();
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
  expect(plainProxy.upgrades()).toBeGreaterThan(0);

  await markRow(page, "Alpha");
  await markRow(page, "Bravo");
  const marked = page.getByRole("region", { name: "Marked messages" });
  await expect(marked).toContainText("2 marked");
  await page.getByRole("button", { name: "Undo all" }).click();
  await expect(marked).not.toContainText("marked");

  await rowOf(page, "Charlie").click();
  await expect(page.getByText("The body of Charlie.")).toBeVisible();

  await markRow(page, "Alpha");
  await page.getByRole("button", { name: /Review and commit/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Remove 1 message/ })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Back to the mail" }).click();
  await expect(rowOf(page, "Alpha")).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
  expect(await peer.uniqueIds()).toHaveLength(7);
});

test("what happens in one tab is told in another without the WebSocket", async ({ page, context }) => {
  await signIn(page);
  await rowOf(page, "Alpha").waitFor();
  const other = await context.newPage();
  await other.goto("");
  await rowOf(other, "Alpha").waitFor();
  await markRow(page, "Alpha");
  await expect(rowOf(other, "Alpha").getByRole("button", { name: "Undo" })).toBeVisible();
});
