import type { MarksDelta } from "@popgate/shared/api/mailbox";
import { isBehind } from "@popgate/web/state/mailbox/known-marks";
import {
  hasMark,
  marksView,
  settleMarks,
  takeDelta,
  takeMarks,
  takeSummary,
  wantMarks,
  type MarkRequest,
  type MarksView,
} from "@popgate/web/state/mailbox/marks-view";
import { expect, test } from "vitest";
import { sampleDelta, sampleMarks, sampleSummary } from "./samples.ts";

const UIDS = ["a", "b", "c", "d"];
const marked = (view: MarksView): string[] => UIDS.filter((uid) => hasMark(view, uid));
const known = (uids: readonly string[], revision: number): MarksView =>
  takeMarks(marksView(sampleSummary(uids.length, revision)), sampleMarks(uids, revision));
const sizes = new Map(UIDS.map((uid) => [uid, 1000]));
const request = (id: number, change: Partial<MarkRequest>): MarkRequest => ({
  id,
  add: new Set(),
  remove: new Set(),
  sizes,
  ...change,
});
const add = (id: number, ...uids: string[]) => request(id, { add: new Set(uids) });
const remove = (id: number, ...uids: string[]) => request(id, { remove: new Set(uids) });

test("a mark shows before the gateway has answered, with what it frees", () => {
  const view = wantMarks(known(["a"], 1), add(1, "b"));
  expect(marked(view)).toEqual(["a", "b"]);
  expect(view).toMatchObject({ count: 2, octets: 2000 });
});

test("the reply settles it; a refusal takes it back", () => {
  const wanted = wantMarks(known([], 1), add(1, "b"));
  const settled = settleMarks(wanted, 1, sampleDelta(1, 2, { added: ["b"], count: 1 }));
  expect(marked(settled)).toEqual(["b"]);
  expect(settled.pending).toEqual([]);
  expect(marked(settleMarks(wanted, 1))).toEqual([]);
});

test("one refusal leaves the other changes that are under way", () => {
  const wanted = wantMarks(wantMarks(known([], 1), add(1, "a")), add(2, "b"));
  expect(marked(settleMarks(wanted, 1))).toEqual(["b"]);
});

test("what is freed is right between the event and the reply that tell of the same mark", () => {
  const delta = sampleDelta(1, 2, { added: ["b"], count: 2, octets: 2000 });
  const told = takeDelta(wantMarks(known(["a"], 1), add(1, "b")), delta);
  expect(told).toMatchObject({ count: 2, octets: 2000 });
  expect(settleMarks(told, 1, delta)).toMatchObject({ count: 2, octets: 2000, pending: [] });
});

test("what is freed is not guessed while marks are under way whose size is not known here", () => {
  const unknown = { ...add(1, "b", "c"), sizes: new Map([["b", 1000]]) };
  const wanted = wantMarks(known(["a"], 1), unknown);
  expect(wanted).toMatchObject({ count: 3, octets: undefined });
  const delta = sampleDelta(1, 2, { added: ["b", "c"], count: 3, octets: 9000 });
  expect(settleMarks(wanted, 1, delta)).toMatchObject({ count: 3, octets: 9000 });
});

test("an unmark under way hides a mark that an event still tells of", () => {
  const view = wantMarks(known(["a", "b"], 1), remove(1, "a"));
  const told = takeDelta(view, sampleDelta(1, 2, { added: ["c"], count: 3, octets: 3000 }));
  expect(marked(told)).toEqual(["b", "c"]);
  expect(told).toMatchObject({ count: 2, octets: 2000 });
});

test("undo all is as good as done at once, and a mark after it counts alone", () => {
  const undone = wantMarks(known(["a", "b"], 1), request(1, { remove: "all" }));
  expect(marked(undone)).toEqual([]);
  expect(undone).toMatchObject({ count: 0, octets: 0 });
  const again = wantMarks(undone, add(2, "a"));
  expect(marked(again)).toEqual(["a"]);
  expect(again).toMatchObject({ count: 1, octets: 1000 });
});

test("a change that follows from one that was missed waits for all marks, and is not lost over them", () => {
  const later = sampleDelta(2, 3, { added: ["c"], count: 3 });
  const behind = takeDelta(known(["a"], 1), later);
  expect(isBehind(behind.known)).toBe(true);
  expect(behind.count).toBe(3);
  const read = takeMarks(behind, sampleMarks(["a", "b"], 2));
  expect(isBehind(read.known)).toBe(false);
  expect(marked(read)).toEqual(["a", "b", "c"]);
});

test("of a reply and an event that cross, both are taken in, and none is taken in twice", () => {
  const first = sampleDelta(1, 2, { added: ["b"], count: 2 });
  const second = sampleDelta(2, 3, { removed: ["b"], count: 1 });
  const crossed = [second, first, second, first].reduce(takeDelta, known(["a"], 1));
  expect(marked(crossed)).toEqual(["a"]);
  expect(crossed.known).toMatchObject({ revision: 3, ahead: [] });
});

test("the mark that a reply confirms stays on screen although the changes before it were missed", () => {
  const wanted = wantMarks(known(["a"], 1), add(1, "b"));
  const answered = settleMarks(wanted, 1, sampleDelta(4, 5, { added: ["b"], count: 4 }));
  expect(isBehind(answered.known)).toBe(true);
  expect(marked(answered)).toEqual(["a", "b"]);
  const read = takeMarks(answered, sampleMarks(["b", "c"], 5));
  expect(marked(read)).toEqual(["b", "c"]);
  expect(read.pending).toEqual([]);
});

test("before all marks were read a row's own word counts, and the figures that the mailbox told", () => {
  const view = marksView(sampleSummary(2, 4, 700));
  expect(view).toMatchObject({ count: 2, octets: 700 });
  expect(hasMark(view, "a", true)).toBe(true);
  expect(hasMark(view, "b", false)).toBe(false);
  expect(hasMark(takeMarks(view, sampleMarks(["b", "c"], 4)), "a", true)).toBe(false);
});

test("a mailbox that tells of no marks needs no reading, one that tells of later ones does", () => {
  expect(isBehind(marksView(sampleSummary(0, 9)).known)).toBe(false);
  expect(isBehind(takeSummary(known(["a"], 1), sampleSummary(0, 7)).known)).toBe(false);
  const later = takeSummary(known(["a"], 1), sampleSummary(1, 7));
  expect(isBehind(later.known)).toBe(true);
  expect(isBehind(takeSummary(known(["a"], 8), sampleSummary(1, 7)).known)).toBe(false);
});

test("changes that wait are bounded: all marks are read again instead", () => {
  const deltas: MarksDelta[] = Array.from({ length: 200 }, (_, nth) =>
    sampleDelta(nth + 2, nth + 3, { added: ["b"], count: 2 }),
  );
  const behind = deltas.reduce(takeDelta, known(["a"], 1));
  expect(behind.known.ahead).toHaveLength(100);
  const early = takeMarks(behind, sampleMarks(["a"], 50));
  expect(isBehind(early.known)).toBe(true);
  expect(isBehind(takeMarks(early, sampleMarks(["a"], 150)).known)).toBe(false);
});

test("marks wait while the server has none of them; a first mark that is under way does not", () => {
  expect(marksView({ ...sampleSummary(1, 1), onServer: false }).isWaiting).toBe(true);
  expect(marksView({ ...sampleSummary(0, 1), onServer: false }).isWaiting).toBe(false);
});
