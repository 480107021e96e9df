import { expect } from "@playwright/test";
import { startGateway } from "../support/gateway/built-gateway.ts";
import { findHeadlessBrowser, launchOptions } from "../support/page/browser.ts";
import { environmentFor, markRow, openMailbox, rowOf, SUBJECTS, test } from "../support/page/page-bench.ts";
import {
  DOCUMENTED_HOST,
  requireCaddy,
  startDocumentedCaddy,
  startDocumentedNginx,
} from "../support/programs/documented-proxies.ts";
import { requireNginx } from "../support/programs/nginx.ts";
import { freePorts } from "../support/programs/ports.ts";

/** Those that are installed. */
const PROXIES = {
  ...(requireNginx() === undefined ? {} : { nginx: startDocumentedNginx }),
  ...(requireCaddy() === undefined ? {} : { caddy: startDocumentedCaddy }),
};

test.use({
  ignoreHTTPSErrors: true,
  launchOptions: launchOptions(
    findHeadlessBrowser(),
    `--host-resolver-rules=MAP ${DOCUMENTED_HOST} 127.0.0.1`,
  ),
});

for (const [name, start] of Object.entries(PROXIES)) {
  const behind = test.extend({
    gateway: async ({ peer }, use) => {
      const [port, gatewayPort] = await freePorts();
      const gateway = await startGateway({
        ...environmentFor(peer),
        PORT: String(gatewayPort),
        BASE_PATH: "/mail/",
        PUBLIC_URL: `https://${DOCUMENTED_HOST}:${port}/mail/`,
        TRUST_PROXY: "127.0.0.1",
      });
      const proxy = await start({ port, gatewayPort });
      await use(gateway);
      await proxy.stop();
      await gateway.stop();
    },
  });

  behind(
    `mail is read, marked and committed behind ${name}, set up as its page says`,
    async ({ page, peer, context }) => {
      const heard = new Set<string>();
      page.on("websocket", (socket) => socket.on("framereceived", () => heard.add(socket.url())));
      await openMailbox(page);
      expect(page.url()).toMatch(new RegExp(`^https://${DOCUMENTED_HOST}:\\d+/mail/`));
      expect([...heard]).toEqual([expect.stringMatching(/^wss:.*\/mail\/api\/v1\/events$/)]);
      expect(await context.cookies()).toEqual([
        expect.objectContaining({
          // The prefix keeps sibling domains from setting it, and demands the path.
          name: expect.stringMatching(/^__Host-popgate-/),
          domain: DOCUMENTED_HOST,
          path: "/",
          secure: true,
          httpOnly: true,
        }),
      ]);

      await rowOf(page, "Newsletter").click();
      const body = page.frameLocator("iframe[title='Body of the message']");
      await expect(body.getByRole("heading", { name: "Winter concert" })).toBeVisible();
      await markRow(page, "Alpha");
      await page.getByRole("button", { name: /Review and commit/ }).click();
      await page.getByRole("button", { name: /Remove 1 message/ }).click();
      await expect(page.getByRole("dialog")).toContainText("1 message removed");
      await page.getByRole("button", { name: "Back to the mail" }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page.getByLabel("Password")).toBeVisible();
      expect(await context.cookies()).toEqual([]);
      expect(await peer.uniqueIds()).toHaveLength(SUBJECTS.length - 1);
    },
  );
}
