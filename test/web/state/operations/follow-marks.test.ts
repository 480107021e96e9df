import { isBehind } from "@popgate/web/state/mailbox/known-marks";
import { followMarks } from "@popgate/web/state/operations/follow-marks";
import { createPage, viewOf, type Page } from "@popgate/web/state/page";
import { afterEach, expect, test, vi } from "vitest";
import { startGateway, type Gateway } from "../../support/gateway.ts";
import { sampleDelta, sampleMailbox, sampleMarks, sampleSummary } from "../samples.ts";

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

function follows(base: string, count: number): Page {
  const page = createPage(base);
  followMarks(page);
  page.store.dispatch({ type: "signed-in", mailbox: sampleMailbox({ marks: sampleSummary(count, 1) }) });
  return page;
}
const tell = (page: Page, from: number, revision: number): void => {
  const delta = sampleDelta(from, revision, { added: ["b"], count: 2 });
  page.store.dispatch({ type: "event", event: { type: "marks", mailboxId: "m1", delta } });
};
const knows = (page: Page): number | undefined => {
  const known = viewOf(page, "m1")?.marks.known;
  return known && !isBehind(known) ? known.revision : undefined;
};

test("all marks are read once at first sight, and not where there are none", async () => {
  gateway = await startGateway(() => ({ json: sampleMarks(["a"], 1) }));
  const page = follows(gateway.base, 1);
  await vi.waitFor(() => {
    expect(knows(page)).toBe(1);
  });
  tell(page, 1, 2);
  expect(knows(page)).toBe(2);
  expect(gateway.requests.map(({ url }) => url)).toEqual(["/mail/api/v1/mailboxes/m1/marks"]);
  expect(knows(follows(gateway.base, 0))).toBe(1);
  expect(gateway.requests).toHaveLength(1);
});

test("a change that follows from a missed one has them read again", async () => {
  gateway = await startGateway(() => ({ json: sampleMarks(["b", "c"], 5) }));
  const page = follows(gateway.base, 0);
  tell(page, 4, 5);
  await vi.waitFor(() => {
    expect(knows(page)).toBe(5);
  });
  expect(gateway.requests).toHaveLength(1);
});

test("what cannot be read is told once, and tried again when more is told", async () => {
  const error = { code: "mailbox-lost", message: "lost", retryable: true };
  let isBroken = true;
  gateway = await startGateway(() =>
    isBroken ? { status: 502, json: { error } } : { json: sampleMarks(["b"], 7) },
  );
  const page = follows(gateway.base, 1);
  await vi.waitFor(() => {
    expect(page.store.state().toasts).toHaveLength(1);
  });
  page.store.dispatch({ type: "activity", mailboxId: "m1", activity: "refreshing" });
  expect(gateway.requests).toHaveLength(1);
  isBroken = false;
  tell(page, 6, 7);
  await vi.waitFor(() => {
    expect(knows(page)).toBe(7);
  });
});
