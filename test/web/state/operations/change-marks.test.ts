import { addMarks, resetMarks, setMark } from "@popgate/web/state/operations/change-marks";
import { hasMark } from "@popgate/web/state/mailbox/marks-view";
import { createPage, viewOf, type Page } from "@popgate/web/state/page";
import { afterEach, expect, test } from "vitest";
import { startGateway, type Gateway } from "../../support/gateway.ts";
import {
  sampleDelta,
  sampleMailbox,
  sampleMarks,
  samplePage,
  sampleSummary,
  toastTexts,
} from "../samples.ts";

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

function signedIn(base: string, uids: readonly string[] = [], fetch?: typeof globalThis.fetch): Page {
  const page = createPage(base, fetch);
  const mailbox = sampleMailbox({ marks: sampleSummary(uids.length, 1) });
  page.store.dispatch({ type: "signed-in", mailbox });
  page.store.dispatch({ type: "marks-read", mailboxId: "m1", marks: sampleMarks(uids, 1) });
  return page;
}

function marked(page: Page): string[] {
  const view = viewOf(page, "m1");
  return ["a/b", "a", "b", "c", "kept"].filter((uid) => view && hasMark(view.marks, uid));
}

test("a mark is on screen before the request is answered, and confirmed by the reply", async () => {
  gateway = await startGateway(() => ({ json: sampleDelta(1, 2, { added: ["a/b"] }) }));
  const page = signedIn(gateway.base);
  const done = setMark(page, "m1", "a/b", true);
  expect(marked(page)).toEqual(["a/b"]);
  await done;
  expect(marked(page)).toEqual(["a/b"]);
  expect(page.store.state().mailboxes.get("m1")?.marks.pending).toEqual([]);
  expect(gateway.requests[0]).toMatchObject({
    method: "PUT",
    url: "/mail/api/v1/mailboxes/m1/messages/a%2Fb/mark?generation=1",
  });
});

test("a refused mark is taken back, and the person hears why and what to do", async () => {
  const error = { code: "mailbox-lost", message: "lost", retryable: true, serverText: "-ERR gone" };
  gateway = await startGateway(() => ({ status: 502, json: { error } }));
  const page = signedIn(gateway.base);
  await setMark(page, "m1", "a", true);
  expect(marked(page)).toEqual([]);
  expect(page.store.state().toasts).toEqual([
    expect.objectContaining({ tone: "alert", serverText: "-ERR gone" }),
  ]);
});

/** A network that can be gone, as a browser sees it. */
function network() {
  const counted = { isAway: true, tries: 0 };
  const fetch: typeof globalThis.fetch = (...request) => {
    counted.tries += 1;
    return counted.isAway ? Promise.reject(new TypeError("Failed to fetch")) : globalThis.fetch(...request);
  };
  return { counted, fetch };
}

test("what did not reach the gateway is sent when it is back, and shown as wanted until then", async () => {
  gateway = await startGateway(() => ({ json: sampleDelta(1, 2, { added: ["a"] }) }));
  const { counted, fetch } = network();
  const page = signedIn(gateway.base, ["kept"], fetch);
  page.store.dispatch({ type: "live", live: { status: "lost", retryAfterMs: 1 } });
  const marking = setMark(page, "m1", "a", true);
  await expect.poll(() => counted.tries).toBe(1);
  expect(marked(page)).toEqual(["a", "kept"]);
  counted.isAway = false;
  page.store.dispatch({ type: "live", live: { status: "open", isPolling: false } });
  await marking;
  expect(marked(page)).toEqual(["a", "kept"]);
  expect(gateway.requests).toHaveLength(1);
  expect(toastTexts(page.store.state())).toEqual([]);
});

test("what fails again and again while events come in is told in the end, and taken back", async () => {
  const { counted, fetch } = network();
  const page = signedIn("http://127.0.0.1/mail/", ["kept"], fetch);
  page.store.dispatch({ type: "live", live: { status: "open", isPolling: false } });
  await setMark(page, "m1", "a", true);
  expect(counted.tries).toBe(5);
  expect(marked(page)).toEqual(["kept"]);
  expect(toastTexts(page.store.state())).toEqual([expect.stringMatching(/^Not marked: .*Try again/)]);
});

test("what waits for the gateway is forgotten with its mailbox, without a word of its own", async () => {
  const { counted, fetch } = network();
  const page = signedIn("http://127.0.0.1/mail/", ["kept"], fetch);
  const marking = setMark(page, "m1", "a", true);
  await expect.poll(() => counted.tries).toBe(1);
  page.store.dispatch({ type: "session-ended", why: "expired" });
  await marking;
  expect(toastTexts(page.store.state())).toEqual([]);
});

test("marking what is marked asks nobody", async () => {
  gateway = await startGateway(() => ({ json: sampleDelta(1, 2, { added: ["a"] }) }));
  const page = signedIn(gateway.base, ["a"]);
  await setMark(page, "m1", "a", true);
  expect(gateway.requests).toEqual([]);
});

test("a mark says which reading of the maildrop the row was of, or the message in the reader", async () => {
  gateway = await startGateway(({ url }) =>
    url.includes("/mark") ? { json: sampleDelta(1, 2, { added: ["a", "b"] }) } : { json: samplePage(["a"]) },
  );
  const page = signedIn(gateway.base);
  const reader = { status: "loading", uid: "b", received: 0, octets: null } as const;
  page.store.dispatch({ type: "reader", mailboxId: "m1", reader });
  const later = { type: "mailbox", mailbox: sampleMailbox({ generation: 7 }) } as const;
  page.store.dispatch({ type: "event", event: later });
  await setMark(page, "m1", "b", true, "reader");
  page.store.dispatch({ type: "reader", mailboxId: "m1", reader: { ...reader, uid: "c" } });
  await setMark(page, "m1", "c", true, "reader");
  await setMark(page, "m1", "d", true, { generation: 5 });
  const generations = gateway.requests.map(({ url }) => /generation=(\d+)/.exec(url)?.[1]);
  expect(generations).toEqual(["1", "7", "5"]);
});

test("a mark on a row that the list does not show any more is taken back, and the list is read again", async () => {
  const error = { code: "list-changed", message: "changed", retryable: false };
  gateway = await startGateway(() => ({ status: 409, json: { error } }));
  const page = signedIn(gateway.base);
  const { freshness } = page.store.state().mailboxes.get("m1")?.list ?? { freshness: Number.NaN };
  await setMark(page, "m1", "a", true);
  expect(marked(page)).toEqual([]);
  expect(toastTexts(page.store.state())).toEqual([
    "The list has changed meanwhile. Nothing was marked. Look at the list again, then mark what you see.",
  ]);
  expect(page.store.state().mailboxes.get("m1")?.list.freshness).toBe(freshness + 1);
});

test("of many, those that were not marked are told", async () => {
  gateway = await startGateway(() => ({ json: sampleDelta(1, 2, { added: ["a"] }) }));
  const page = signedIn(gateway.base);
  await addMarks(page, "m1", ["a", "b", "c"], 1);
  expect(marked(page)).toEqual(["a"]);
  expect(page.store.state().toasts).toEqual([
    expect.objectContaining({ tone: "alert", news: { kind: "not-marked", count: 2 } }),
  ]);
});

test("undo all empties the bar at once and sends one reset", async () => {
  gateway = await startGateway(() => ({ json: sampleDelta(1, 2, { removed: "all" }) }));
  const page = signedIn(gateway.base, ["a", "b", "c"]);
  const done = resetMarks(page, "m1");
  expect(marked(page)).toEqual([]);
  await done;
  expect(gateway.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST /mail/api/v1/mailboxes/m1/reset",
  ]);
});

test("the end of the browser session leads back to signing in", async () => {
  const error = { code: "no-session", message: "no", retryable: false };
  gateway = await startGateway(() => ({ status: 401, json: { error } }));
  const page = signedIn(gateway.base);
  await setMark(page, "m1", "a", true);
  expect(page.store.state().order).toEqual([]);
  expect(page.store.state().ended).toMatchObject({ why: "expired", user: "mrose@example.org" });
});
