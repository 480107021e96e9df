import { chooseExpiry, openMessage } from "@popgate/web/state/operations/read-message";
import { createPage, type Page } from "@popgate/web/state/page";
import { afterEach, expect, test } from "vitest";
import { startGateway, type Gateway } from "../../support/gateway.ts";
import { sampleMailbox, sampleRow } from "../samples.ts";

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

const away = { error: { code: "network", message: "away", retryable: true } };
function signedIn(base: string, expireDays: number): Page {
  const page = createPage(base);
  page.store.dispatch({ type: "signed-in", mailbox: sampleMailbox({ expireDays }) });
  return page;
}
const reading = (page: Page) => page.store.state().mailboxes.get("m1")?.reading;
const paths = (): string[] | undefined =>
  gateway?.requests.map(
    ({ method, url }) => `${method} ${url.replace(/^.*messages/, "").replace(/\?.*/, "")}`,
  );

test("where reading may delete, nothing is asked of the server before the person has chosen", async () => {
  gateway = await startGateway(() => ({ status: 502, json: away }));
  const page = signedIn(gateway.base, 0);
  await openMessage(page, "m1", "a");
  expect(reading(page)).toEqual({ status: "asking-expiry", uid: "a" });
  expect(gateway.requests).toEqual([]);
});

test("the first lines alone are a choice that holds: no message is retrieved", async () => {
  gateway = await startGateway(() => ({ text: "Subject: x" }));
  const page = signedIn(gateway.base, 0);
  await openMessage(page, "m1", "a");
  await chooseExpiry(page, "m1", "a", "first-lines");
  await openMessage(page, "m1", "b");
  expect(reading(page)).toEqual({ status: "top", uid: "b", text: "Subject: x" });
  expect(paths()).toEqual(["GET /a/top", "GET /b/top"]);
});

test("who chose to open is asked no more; other servers never ask", async () => {
  gateway = await startGateway(({ method }) =>
    method === "PATCH" ? { json: sampleRow("a") } : { status: 502, json: away },
  );
  const page = signedIn(gateway.base, 0);
  await openMessage(page, "m1", "a");
  await chooseExpiry(page, "m1", "a", "whole");
  expect(reading(page)?.status).toBe("failed");
  const other = signedIn(gateway.base, 30);
  await openMessage(other, "m1", "a");
  expect(reading(other)?.status).toBe("failed");
});
