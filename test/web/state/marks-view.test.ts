import { marksView, settleMarks, takeMarks, wantMarks } from "@popgate/web/state/mailbox/marks-view";
import { expect, test } from "vitest";
import { sampleMarks } from "./samples.ts";

const add = (id: number, uid: string) => ({ id, add: [uid], remove: [], octets: 500 });

test("a mark shows before the gateway has answered, with what it frees", () => {
  const view = wantMarks(marksView(sampleMarks(["a"], 1)), add(1, "b"));
  expect([...view.uids]).toEqual(["a", "b"]);
  expect(view.octets).toBe(1500);
  expect(view.confirmed.uids).toEqual(["a"]);
});

test("the reply settles it; a refusal takes it back", () => {
  const wanted = wantMarks(marksView(sampleMarks([], 1)), add(1, "b"));
  expect([...settleMarks(wanted, 1, sampleMarks(["b"], 2)).uids]).toEqual(["b"]);
  expect([...settleMarks(wanted, 1).uids]).toEqual([]);
});

test("one refusal leaves the other changes that are under way", () => {
  const wanted = wantMarks(wantMarks(marksView(sampleMarks([], 1)), add(1, "a")), add(2, "b"));
  expect([...settleMarks(wanted, 1).uids]).toEqual(["b"]);
});

test("of a reply and an event the higher revision is true, in whatever order they come", () => {
  const older = sampleMarks(["a"], 2);
  const newer = sampleMarks(["a", "b"], 3);
  const view = marksView(sampleMarks([], 1));
  expect(takeMarks(takeMarks(view, newer), older).confirmed).toEqual(newer);
  expect(takeMarks(takeMarks(view, older), newer).confirmed).toEqual(newer);
  const wanted = takeMarks(wantMarks(view, add(1, "a")), newer);
  expect([...settleMarks(wanted, 1, older).uids]).toEqual(["a", "b"]);
});

test("an unmark under way hides a mark that an event still tells of", () => {
  const view = wantMarks(marksView(sampleMarks(["a", "b"], 1)), {
    id: 1,
    add: [],
    remove: ["a"],
    octets: -1000,
  });
  expect([...takeMarks(view, sampleMarks(["a", "b"], 2)).uids]).toEqual(["b"]);
});

test("no marks free nothing, whatever sizes were guessed", () => {
  const view = wantMarks(marksView(sampleMarks(["a"], 1, 900)), {
    id: 1,
    add: [],
    remove: ["a"],
    octets: -100,
  });
  expect(view.octets).toBe(0);
});

test("marks wait while the server has none of them; a first mark that is under way does not", () => {
  const confirmed = { ...sampleMarks(["a"], 1), onServer: false };
  expect(marksView(confirmed).isWaiting).toBe(true);
  expect(marksView({ ...sampleMarks([], 1), onServer: false }).isWaiting).toBe(false);
});
