import { chooseExpiry, openMessage, patchRow } from "@popgate/web/state/operations/read-message";
import { DEFAULT_QUERY } from "@popgate/web/state/mailbox/list-view";
import { createPage, type Page } from "@popgate/web/state/page";
import { afterEach, expect, test } from "vitest";
import { startGateway, type Gateway } from "../../support/gateway.ts";
import { sampleMailbox, sampleMessage, samplePage, sampleRow } from "../samples.ts";

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

const away = { error: { code: "network", message: "away", retryable: true } };
function signedIn(base: string, expireDays: number): Page {
  const page = createPage(base);
  page.store.dispatch({ type: "signed-in", mailbox: sampleMailbox({ expireDays }) });
  return page;
}
const reader = (page: Page) => page.store.state().mailboxes.get("m1")?.reader;
const paths = (): string[] | undefined =>
  gateway?.requests.map(
    ({ method, url }) => `${method} ${url.replace(/^.*messages/, "").replace(/\?.*/, "")}`,
  );

test("where reading may delete, nothing is asked of the server before the person has chosen", async () => {
  gateway = await startGateway(() => ({ status: 502, json: away }));
  const page = signedIn(gateway.base, 0);
  await openMessage(page, "m1", "a");
  expect(reader(page)).toEqual({ status: "asking-expiry", uid: "a" });
  expect(gateway.requests).toEqual([]);
});

test("the first lines alone are a choice that holds: no message is retrieved", async () => {
  const message = sampleMessage("b", { text: "the first line" });
  gateway = await startGateway(() => ({ json: message }));
  const page = signedIn(gateway.base, 0);
  await openMessage(page, "m1", "a");
  await chooseExpiry(page, "m1", "a", "first-lines");
  await openMessage(page, "m1", "b");
  expect(reader(page)).toEqual({ status: "top", uid: "b", message });
  expect(paths()).toEqual(["GET /a/beginning", "GET /b/beginning"]);
});

test("who chose to open is asked no more; other servers never ask", async () => {
  gateway = await startGateway(({ method }) =>
    method === "PATCH" ? { json: sampleRow("a") } : { status: 502, json: away },
  );
  const page = signedIn(gateway.base, 0);
  await openMessage(page, "m1", "a");
  await chooseExpiry(page, "m1", "a", "whole");
  expect(reader(page)?.status).toBe("failed");
  const other = signedIn(gateway.base, 30);
  await openMessage(other, "m1", "a");
  expect(reader(other)?.status).toBe("failed");
});

test("a refused star leaves the row that the list has come to meanwhile", async () => {
  const page = signedIn("http://127.0.0.1:1/", 30);
  const reply = (subject: string, generation: number) =>
    samplePage([], { generation, items: [sampleRow("a", { subject })] });
  const request = { query: DEFAULT_QUERY, index: 0, freshness: 0 };
  page.store.dispatch({ type: "page", mailboxId: "m1", request, reply: reply("before", 1) });
  const done = patchRow(page, "m1", "a", { starred: true });
  const row = () => page.store.state().mailboxes.get("m1")?.list.rows.get("a");
  expect(row()).toMatchObject({ subject: "before", starred: true });
  page.store.dispatch({ type: "page", mailboxId: "m1", request, reply: reply("after", 2) });
  await done;
  expect(row()).toMatchObject({ subject: "after", starred: false });
});
