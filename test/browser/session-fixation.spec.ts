import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { Servers, type Mailbox } from "@popgate/shared/api/mailbox";
import { ApiClient } from "../support/gateway/api-client.ts";
import { PASSWORD, rowOf, test, USER } from "../support/page/page-bench.ts";

/** A sibling of the gateway's host that plants a cookie for both, as any host of a domain can. */
async function startSibling(cookie: string) {
  const document = `<!doctype html><title>Sibling</title><script>
    document.cookie = ${JSON.stringify(`${cookie}; Domain=college.localhost; Path=/`)};
  </script>`;
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(document));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { url: `http://sibling.college.localhost:${port}/`, close };
}

test("a session that a sibling host has planted is no way into what the person signs in to", async ({
  page,
  gateway,
}) => {
  const attacker = new ApiClient(gateway.url);
  const { demo } = Servers.parse(await attacker.ask("GET", "/servers"));
  const planted = await attacker.ask<Mailbox>("POST", "/mailboxes", demo);
  const seenByAttacker = async () => {
    const { items } = await attacker.ask<{ items: Mailbox[] }>("GET", "/mailboxes");
    return items.map(({ id }) => id);
  };
  const pages = await attacker.events();
  const sibling = await startSibling(attacker.cookie);

  await page.goto(sibling.url);
  await page.goto(`http://mail.college.localhost:${new URL(gateway.url).port}/`);
  // It was planted: the attacker's own mailbox is here, and looks like an invitation.
  await page.getByRole("link", { name: "Add a mailbox" }).click();
  await page.getByLabel("Address").fill(USER);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await rowOf(page, "Newsletter").waitFor();

  expect([[], [planted.id]]).toContainEqual(await seenByAttacker());
  await pages.closed();
  expect(JSON.stringify(pages.all)).not.toContain(USER);
  const refused = await attacker.call("POST", `/mailboxes/${planted.id}/refresh`, {});
  expect([401, 409]).toContain(refused.status);
  await expect.poll(seenByAttacker, { timeout: 20_000 }).toEqual([]);

  await page.reload();
  await rowOf(page, "Newsletter").waitFor();
  await sibling.close();
});
