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

function signedIn(base: string, uids: readonly string[] = []): Page {
  const page = createPage(base);
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

test("a gateway that does not answer has queued nothing: the person hears it once, however often they press", async () => {
  gateway = await startGateway(() => ({ text: "{", breaksOff: true }));
  const { base } = gateway;
  await gateway.close();
  const page = signedIn(base, ["kept"]);
  await setMark(page, "m1", "a", true);
  await setMark(page, "m1", "a", true);
  expect(marked(page)).toEqual(["kept"]);
  await resetMarks(page, "m1");
  expect(marked(page)).toEqual(["kept"]);
  expect(toastTexts(page.store.state())).toEqual([
    expect.stringMatching(/^Not marked: .*Try again/),
    expect.stringMatching(/^Still marked: .*Try again/),
  ]);
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
