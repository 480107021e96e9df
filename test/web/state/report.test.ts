import type { CommitReport, RefreshReport } from "@popgate/shared/api/mailbox";
import type { Action } from "@popgate/web/state/actions";
import { INITIAL_STATE, type MailboxView, type PageState } from "@popgate/web/state/page-state";
import { reduce } from "@popgate/web/state/reducer";
import { expect, test } from "vitest";
import { sampleMailbox, toastTexts } from "./samples.ts";

const run = (state: PageState, ...actions: Action[]): PageState => actions.reduce(reduce, state);
const open = run(INITIAL_STATE, { type: "signed-in", mailbox: sampleMailbox() });
const view = (state: PageState): MailboxView | undefined => state.mailboxes.get("m1");

function committed(generation: number, change: Partial<CommitReport>): Action {
  const none = { removed: [], remaining: [], unknown: [], freedOctets: 0 };
  const mailbox = sampleMailbox({ generation, ...(change.unknown && { unsettled: change.unknown.length }) });
  return { type: "committed", mailboxId: "m1", report: { ...none, ...change, mailbox } };
}
function refreshed(generation: number, change: Partial<RefreshReport>): Action {
  const none = { added: [], removed: [], lostMarks: [] };
  const report = { ...none, ...change, mailbox: sampleMailbox({ generation }) };
  return { type: "refreshed", mailboxId: "m1", report };
}
const activity = (value: MailboxView["activity"]): Action => ({
  type: "activity",
  mailboxId: "m1",
  activity: value,
});
const unknown = run(open, activity("committing"), committed(1, { unknown: ["a", "b"] }), activity("idle"));

test("an outcome that is not known is on screen as such, and the true one takes its place", () => {
  expect(view(unknown)?.report?.unknown).toEqual(["a", "b"]);
  const settled = run(unknown, committed(2, { removed: ["a", "b"] }));
  expect(view(settled)?.report).toMatchObject({ removed: ["a", "b"], unknown: [] });
  expect(toastTexts(settled)).toEqual([]);
});

test("who has closed the report hears the true one as news", () => {
  const closed = run(unknown, { type: "report-closed", mailboxId: "m1" });
  const settled = run(closed, committed(2, { removed: ["a"], remaining: ["b"] }));
  expect(view(settled)?.report).toBeNull();
  expect(toastTexts(settled)).toEqual(["Now it is known: 1 message was removed, 1 is still there."]);
});

test("after a reload the outcome of an earlier commit is not called somebody else's", () => {
  const mailbox = sampleMailbox({ state: "lost", unsettled: 1 });
  const reloaded = run(INITIAL_STATE, { type: "signed-in", mailbox });
  const opened: Action = {
    type: "event",
    event: { type: "mailbox", mailbox: sampleMailbox({ generation: 2 }) },
  };
  const settled = run(reloaded, opened, committed(2, { removed: ["a"] }));
  expect(toastTexts(settled)).toEqual(["Now it is known: 1 message was removed."]);
});

test("a settled commit and what is new in the same reading are both told", () => {
  const closed = run(unknown, { type: "report-closed", mailboxId: "m1" });
  const both = run(closed, committed(2, { removed: ["a", "b"] }), refreshed(2, { added: ["c"] }));
  expect(toastTexts(both)).toEqual(["Now it is known: 2 messages were removed.", "1 new."]);
});

test("new rows are counted until somebody has seen the top, each reading once", () => {
  const some = run(open, refreshed(2, { added: ["a", "b"] }), refreshed(2, { added: ["a", "b"] }));
  expect(view(some)?.newRows).toBe(2);
  const more = run(some, refreshed(3, { added: ["c"] }));
  expect(view(more)?.newRows).toBe(3);
  expect(view(run(more, { type: "new-rows-seen", mailboxId: "m1" }))?.newRows).toBe(0);
});

test("a check that nobody asked for speaks only of news; marks that were lost are told", () => {
  expect(toastTexts(run(open, refreshed(2, {})))).toEqual([]);
  expect(toastTexts(run(open, activity("refreshing"), refreshed(2, {})))).toEqual(["No new mail."]);
  const lost = run(open, refreshed(2, { removed: ["a", "b"], lostMarks: ["a", "b"] }));
  expect(toastTexts(lost)).toEqual([
    "2 removed by another client. 2 marks were dropped: what they were on is gone, or may be another message now.",
  ]);
});

test("what a reading could not tell is told as such, and nothing more is waited for", () => {
  const never = (report: Partial<CommitReport>): Action => {
    const none = { removed: [], remaining: [], unknown: ["a"], freedOctets: 0 };
    return {
      type: "committed",
      mailboxId: "m1",
      report: { ...none, ...report, mailbox: sampleMailbox({ generation: 2 }) },
    };
  };
  expect(view(run(open, never({})))?.isUnsettled).toBe(false);
  expect(toastTexts(run(open, never({})))[0]).toMatch(
    /^QUIT was sent for 1 message. Whether it was removed cannot be told/,
  );
  const own = run(open, activity("committing"), never({}), activity("idle"));
  expect(view(own)?.report?.unknown).toEqual(["a"]);
  expect(toastTexts(own)).toEqual([]);
});
