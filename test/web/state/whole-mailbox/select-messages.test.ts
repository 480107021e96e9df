import { createPage, type Page } from "@popgate/web/state/page";
import type { Selection } from "@popgate/web/state/selection";
import { clearSelection, markAll, selectMatching } from "@popgate/web/state/whole-mailbox/select-messages";
import { afterEach, expect, test } from "vitest";
import { startGateway, type Gateway } from "../../support/gateway.ts";
import { sampleMailbox, sampleMarks } from "../samples.ts";

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

function signedIn(base: string, uids: readonly string[] = []): Page {
  const page = createPage(base);
  page.store.dispatch({ type: "signed-in", mailbox: sampleMailbox({ marks: sampleMarks(uids, 1) }) });
  return page;
}
const selection = (page: Page): Selection | undefined => page.store.state().mailboxes.get("m1")?.selection;

test("all that match are chosen with their octets, and how many could not be judged", async () => {
  gateway = await startGateway(() => ({
    json: { uids: ["c", "a"], octets: 7, unknown: 3, generation: 1 },
  }));
  const page = signedIn(gateway.base);
  await selectMatching(page, "m1");
  expect(gateway.requests[0]?.url).toBe("/mail/api/v1/mailboxes/m1/uids?q=&filter=all");
  expect(selection(page)).toMatchObject({ uids: new Set(["a", "c"]), octets: 7, unknown: 3 });
  clearSelection(page, "m1");
  expect(selection(page)?.uids.size).toBe(0);
});

test("where that cannot be asked, what was chosen stays and the person hears why", async () => {
  const error = { code: "mailbox-lost", message: "lost", retryable: true };
  gateway = await startGateway(() => ({ status: 502, json: { error } }));
  const page = signedIn(gateway.base);
  const before = selection(page);
  await selectMatching(page, "m1");
  expect(selection(page)).toBe(before);
  expect(page.store.state().toasts).toHaveLength(1);
});

test("what is marked already is not asked for again", async () => {
  gateway = await startGateway(() => ({ json: sampleMarks(["a", "b"], 2) }));
  const page = signedIn(gateway.base, ["a"]);
  await markAll(page, "m1", ["a", "b"]);
  expect(gateway.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { add: ["b"], remove: [] },
  ]);
  await markAll(page, "m1", ["a"]);
  expect(gateway.requests).toHaveLength(1);
});

test("more than one request may hold are marked in several, one after the other", async () => {
  gateway = await startGateway(() => ({ json: sampleMarks([], 2) }));
  const page = signedIn(gateway.base);
  await markAll(
    page,
    "m1",
    Array.from({ length: 100_001 }, (_, place) => `u${String(place)}`),
  );
  const sent = gateway.requests.map(({ body }) => (JSON.parse(body) as { add: string[] }).add.length);
  expect(sent).toEqual([100_000, 1]);
});
