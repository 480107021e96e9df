import type { ServerEvent } from "@popgate/shared/api/events";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { Action } from "@popgate/web/state/actions";
import { DEFAULT_QUERY } from "@popgate/web/state/mailbox/list-view";
import { INITIAL_STATE, type MailboxView, type PageState } from "@popgate/web/state/page-state";
import { reduce } from "@popgate/web/state/reducer";
import { describe, expect, test } from "vitest";
import { sampleDelta, sampleMailbox, samplePage, sampleRow, sampleSummary, toastTexts } from "./samples.ts";

const run = (state: PageState, ...actions: Action[]): PageState => actions.reduce(reduce, state);
const event = (value: ServerEvent): Action => ({ type: "event", event: value });
const view = (state: PageState, id = "m1"): MailboxView => {
  const one = state.mailboxes.get(id);
  if (!one) throw new Error(`no mailbox ${id}`);
  return one;
};
const open = run(INITIAL_STATE, { type: "signed-in", mailbox: sampleMailbox() });

describe("mailboxes", () => {
  test("one that another tab opened appears, one that it signed out of goes", () => {
    const two = run(open, event({ type: "mailbox", mailbox: sampleMailbox({ id: "m2" }) }));
    expect(two.order).toEqual(["m1", "m2"]);
    expect(run(two, event({ type: "closed", mailboxId: "m1" })).order).toEqual(["m2"]);
  });

  test("a reply and the event that tells the same open it once", () => {
    expect(run(open, event({ type: "mailbox", mailbox: sampleMailbox() })).order).toEqual(["m1"]);
  });

  test("what comes for a mailbox that is gone changes nothing", () => {
    const gone = run(open, { type: "signed-out", mailboxId: "m1" });
    expect(
      run(gone, event({ type: "marks", mailboxId: "m1", delta: sampleDelta(0, 9, { added: ["a"] }) })),
    ).toBe(gone);
  });

  test("the end of the session empties the page and keeps why, until somebody signs in", () => {
    const marked = run(
      open,
      event({ type: "marks", mailboxId: "m1", delta: sampleDelta(0, 2, { added: ["a", "b"] }) }),
    );
    const ended = run(
      marked,
      { type: "session-ended", why: "restarted" },
      { type: "session-ended", why: "expired" },
    );
    expect(ended.order).toEqual([]);
    expect(ended.ended).toEqual({ why: "restarted", user: "mrose@example.org", marks: 2 });
    expect(run(ended, { type: "signed-in", mailbox: sampleMailbox() }).ended).toBeUndefined();
  });

  test("state changes of the session keep list, marks and reader", () => {
    const opened = run(open, {
      type: "reader",
      mailboxId: "m1",
      reader: { status: "loading", uid: "a", received: 0, octets: null },
    });
    const lost = run(opened, event({ type: "mailbox", mailbox: sampleMailbox({ state: "lost" }) }));
    expect(view(lost).mailbox.state).toBe("lost");
    expect(view(lost).reader).toBe(view(opened).reader);
    expect(view(lost).list).toBe(view(opened).list);
  });

  test("an event about an older reading of the maildrop does not turn the page back", () => {
    const newer = run(
      open,
      event({ type: "mailbox", mailbox: sampleMailbox({ generation: 3, messages: 5 }) }),
    );
    const after = run(newer, event({ type: "mailbox", mailbox: sampleMailbox({ generation: 2 }) }));
    expect(view(after).mailbox.messages).toBe(5);
  });
});

describe("rows and the reader", () => {
  const withRows = run(open, {
    type: "page",
    mailboxId: "m1",
    request: { query: view(open).list.query, index: 0, freshness: 0 },
    reply: samplePage(["a", "b"]),
  });

  test("headers that were read update rows in place and the count", () => {
    const rows = [sampleRow("b", { subject: "here now" })];
    const next = run(withRows, event({ type: "rows", mailboxId: "m1", generation: 1, loaded: 57, rows }));
    expect(view(next).list.rows.get("b")?.subject).toBe("here now");
    expect(view(next).mailbox.loaded).toBe(57);
  });

  test("rows of an older reading of the maildrop are left aside", () => {
    const newer = run(withRows, event({ type: "mailbox", mailbox: sampleMailbox({ generation: 2 }) }));
    const rows = [sampleRow("b", { subject: "old" })];
    const next = run(newer, event({ type: "rows", mailboxId: "m1", generation: 1, loaded: 1, rows }));
    expect(next).toBe(newer);
  });

  test("a row of an older reading than the list's does not stand in it: a mark on it would mean another message", () => {
    const request = { query: DEFAULT_QUERY, index: 0, freshness: 0 };
    const reply = samplePage(["a", "b"], { generation: 2 });
    const ahead = run(withRows, { type: "page", mailboxId: "m1", request, reply });
    const rows = [sampleRow("b", { subject: "old" })];
    expect(run(ahead, event({ type: "rows", mailboxId: "m1", generation: 1, loaded: 1, rows }))).toBe(ahead);
  });

  test("progress belongs to the message that is being read, and to no other", () => {
    const loading = run(withRows, {
      type: "reader",
      mailboxId: "m1",
      reader: { status: "loading", uid: "a", received: 0, octets: null },
    });
    const progress = (uid: string): Action =>
      event({ type: "progress", mailboxId: "m1", uid, received: 5, octets: 10 });
    expect(view(run(loading, progress("a"))).reader).toMatchObject({ received: 5, octets: 10 });
    expect(run(loading, progress("b"))).toBe(loading);
  });
});

describe("commit and refresh", () => {
  const committed = (activity: "idle" | "committing"): PageState => {
    const report = {
      removed: ["a", "b"],
      remaining: [],
      unknown: [],
      freedOctets: 2000,
      mailbox: sampleMailbox({ generation: 2, messages: 298, marks: sampleSummary(0, 5) }),
    };
    return run(
      open,
      event({ type: "marks", mailboxId: "m1", delta: sampleDelta(0, 4, { added: ["a", "b"] }) }),
      { type: "activity", mailboxId: "m1", activity },
      event({ type: "committed", mailboxId: "m1", report }),
      { type: "committed", mailboxId: "m1", report },
    );
  };

  test("takes over the maildrop as it is afterwards: count, marks, rows to be read again", () => {
    const after = view(committed("committing"));
    expect(after.mailbox.messages).toBe(298);
    expect(after.marks.count).toBe(0);
    expect(after.list.freshness).toBeGreaterThan(view(open).list.freshness);
  });

  test("this page's own commit has its report, another window's a word", () => {
    expect(committed("committing").toasts).toEqual([]);
    expect(toastTexts(committed("idle"))).toEqual(["2 messages were removed in another window."]);
  });

  test("a refresh is told once though it comes as reply and event, lost marks with it", () => {
    const report = {
      added: ["x", "y"],
      removed: ["z"],
      lostMarks: ["z"],
      mailbox: sampleMailbox({ generation: 2 }),
    };
    const after = run(
      open,
      { type: "refreshed", mailboxId: "m1", report },
      event({ type: "refreshed", mailboxId: "m1", report }),
    );
    expect(toastTexts(after)).toEqual([
      "2 new. 1 removed by another client. 1 mark was dropped: what it was on is gone, or may be another message now.",
    ]);
  });
});

const notMarked = (count: number): Action => ({
  type: "toast",
  toast: { tone: "alert", news: { kind: "not-marked", count } },
});

test("only the last toasts stay, and each can be dismissed", () => {
  const counts = ({ toasts }: PageState) =>
    toasts.map(({ news }) => news.kind === "not-marked" && news.count);
  const state = run(INITIAL_STATE, ...[1, 2, 3, 4, 5].map(notMarked));
  expect(counts(state)).toEqual([2, 3, 4, 5]);
  const first = state.toasts[0]?.id ?? 0;
  expect(counts(run(state, { type: "toast-gone", id: first }))).toEqual([3, 4, 5]);
});

test("the same news again takes the place of the old", () => {
  const state = run(INITIAL_STATE, ...[1, 2, 1].map(notMarked));
  expect(state.toasts.map(({ id }) => id)).toEqual([2, 3]);
});

test("the reducer does not touch the state it is given", () => {
  const frozen = deepFreeze(structuredClone({ ...open, mailboxes: new Map() }));
  const before = structuredClone(frozen);
  expect(() =>
    run(
      frozen,
      { type: "signed-in", mailbox: sampleMailbox({ id: "m3" }) },
      { type: "live", live: { status: "open", isPolling: false } },
    ),
  ).not.toThrow();
  // A frozen Map can still be changed.
  expect(frozen).toEqual(before);
});

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) deepFreeze(part);
  return Object.freeze(value);
}

test("a mailbox that was lost recovers until it is open again, through every try", () => {
  const state = (change: Partial<Mailbox>) =>
    ({ type: "event", event: { type: "mailbox", mailbox: sampleMailbox(change) } }) as const;
  const isRecovering = (...changes: Partial<Mailbox>[]) =>
    run(open, ...changes.map(state)).mailboxes.get("m1")?.isRecovering;
  expect(isRecovering({ state: "connecting" })).toBe(false);
  expect(isRecovering({ state: "lost" }, { state: "connecting" })).toBe(true);
  expect(isRecovering({ state: "lost" }, { state: "connecting" }, { state: "transaction" })).toBe(false);
});

test("the line's state is told once; each loss begins a new wait", () => {
  const live = (value: PageState["live"]): Action => ({ type: "live", live: value });
  const state = run(open, live({ status: "open", isPolling: false }));
  expect(run(state, live({ status: "open", isPolling: false }))).toBe(state);
  const lost = run(state, live({ status: "lost", retryAfterMs: 500 }));
  expect(run(lost, live({ status: "lost", retryAfterMs: 500 })).live).not.toBe(lost.live);
});

describe("many messages at once", () => {
  test("what a commit removed is no longer chosen", () => {
    const selection = { ...view(open).selection, uids: new Set(["a", "b"]) };
    const report = {
      mailbox: sampleMailbox({ generation: 2 }),
      removed: ["a"],
      remaining: [],
      unknown: [],
      freedOctets: 1,
    };
    const after = run(
      open,
      { type: "selected", mailboxId: "m1", selection },
      event({ type: "committed", mailboxId: "m1", report }),
    );
    expect([...view(after).selection.uids]).toEqual(["b"]);
  });

  test("an export's event is kept for its mailbox", () => {
    const job = {
      id: "e1",
      format: "zip" as const,
      state: "running" as const,
      done: 1,
      messages: 2,
      octets: 10,
      totalOctets: 20,
      missing: [],
      missingCount: 0,
    };
    expect(view(run(open, event({ type: "export", mailboxId: "m1", job }))).jobs.exports).toEqual([job]);
  });
});
