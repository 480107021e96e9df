import { createPage, type Page } from "@popgate/web/state/page";
import { DEFAULT_QUERY } from "@popgate/web/state/mailbox/list-view";
import { toggled, type Selection } from "@popgate/web/state/mailbox/selection";
import {
  clearSelection,
  markAll,
  markSelection,
  select,
  selectMatching,
} from "@popgate/web/state/bulk/select-messages";
import { afterEach, expect, test } from "vitest";
import { startGateway, type Gateway } from "../../support/gateway.ts";
import { sampleDelta, sampleMailbox, sampleMarks, samplePage, sampleSummary } from "../samples.ts";

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

function signedIn(base: string, uids: readonly string[] = []): Page {
  const page = createPage(base);
  const mailbox = sampleMailbox({ marks: sampleSummary(uids.length, 1) });
  page.store.dispatch({ type: "signed-in", mailbox });
  page.store.dispatch({ type: "marks-read", mailboxId: "m1", marks: sampleMarks(uids, 1) });
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

test("an answer for what is not looked for any more chooses nothing", async () => {
  gateway = await startGateway(() => ({ json: { uids: ["a"], octets: 7, unknown: 0, generation: 1 } }));
  const page = signedIn(gateway.base);
  const asked = selectMatching(page, "m1");
  page.store.dispatch({ type: "query", mailboxId: "m1", query: { ...DEFAULT_QUERY, q: "something else" } });
  await asked;
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
  gateway = await startGateway(() => ({ json: sampleDelta(1, 2, { added: ["a", "b"] }) }));
  const page = signedIn(gateway.base, ["a"]);
  await markAll(page, "m1", ["a", "b"], 4);
  expect(gateway.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { add: ["b"], generation: 4 },
  ]);
  await markAll(page, "m1", ["a"], 4);
  expect(gateway.requests).toHaveLength(1);
});

test("each message is marked as the reading showed it in which it was chosen", async () => {
  gateway = await startGateway(({ url, body }) =>
    url.includes("/uids")
      ? { json: { uids: ["x", "y"], octets: 7, unknown: 0, generation: 9 } }
      : { json: sampleDelta(1, 2, { added: (JSON.parse(body) as { add: string[] }).add }) },
  );
  const page = signedIn(gateway.base);
  const choose = (uid: string) => {
    select(page, "m1", (one) => toggled(one, uid));
  };
  choose("a");
  const rows = samplePage(["a", "b"], { generation: 3 });
  const request = { query: DEFAULT_QUERY, index: 0, freshness: 0 };
  page.store.dispatch({ type: "page", mailboxId: "m1", request, reply: rows });
  choose("b");
  let before = 0;
  const sent = () => {
    const asked = gateway?.requests.slice(before) ?? [];
    before += asked.length;
    return asked.map(({ body }) => (body === "" ? undefined : (JSON.parse(body) as unknown)));
  };
  await markSelection(page, "m1");
  expect(sent()).toEqual([
    { add: ["a"], generation: 1 },
    { add: ["b"], generation: 3 },
  ]);
  await selectMatching(page, "m1");
  sent();
  await markSelection(page, "m1");
  expect(sent()).toEqual([{ add: ["x", "y"], generation: 9 }]);
});

test("more than one request may hold are marked in several, one after the other", async () => {
  gateway = await startGateway(() => ({ json: sampleDelta(1, 2) }));
  const page = signedIn(gateway.base);
  await markAll(
    page,
    "m1",
    Array.from({ length: 100_001 }, (_, place) => `u${String(place)}`),
    4,
  );
  const sent = gateway.requests.map(({ body }) => (JSON.parse(body) as { add: string[] }).add.length);
  expect(sent).toEqual([100_000, 1]);
});
