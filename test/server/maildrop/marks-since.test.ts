import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Marks, MarksDelta } from "@popgate/shared/api/mailbox";
import { planMarks } from "@popgate/server/maildrop/mark-plan";
import { MarkSet } from "@popgate/server/maildrop/marks";

const UIDS = Array.from({ length: 8 }, (_, index) => `u${index}`);
const octetsOf = (uid: string) => 10 ** UIDS.indexOf(uid);
const messages = (uids: readonly string[]) => uids.map((uid) => ({ uid, octets: octetsOf(uid) }));
const uids = fc.subarray(UIDS);

/** Everything that can happen to marks. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ add: uids, remove: uids, refused: uids }) },
  fc.constant("forgetServer" as const),
  fc.constant("clear" as const),
  fc.record({ retain: uids }),
  fc.record({ adopt: uids, revision: fc.nat(20) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(marks: MarkSet, done: Step): void {
  if (done === "forgetServer") marks.forgetServer();
  else if (done === "clear") marks.clear();
  else if ("retain" in done) marks.retain(new Set(done.retain));
  else if ("adopt" in done) marks.adopt(messages(done.adopt), done.revision);
  else {
    const plan = planMarks(marks, done.add, done.remove);
    const refused = new Set(done.refused);
    marks.carriedOut(
      plan,
      messages(plan.dele.filter((uid) => !refused.has(uid))),
      plan.dele.filter((uid) => refused.has(uid)),
    );
  }
}

function applied({ uids: known }: Marks, { added, removed, count, octets, revision, onServer }: MarksDelta) {
  const gone = new Set(removed === "all" ? known : removed);
  return {
    uids: [...new Set([...known.filter((uid) => !gone.has(uid)), ...added])].toSorted(),
    count,
    octets,
    revision,
    onServer,
  };
}

const sorted = (marks: Marks) => ({ ...marks, uids: marks.uids.toSorted() });

describe("what has changed since a revision", () => {
  it("brings whoever knows the marks of it, or of any revision between, to the marks as they are", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const marks = new MarkSet();
        const known = [marks.whole()];
        for (const done of steps) {
          take(marks, done);
          if (known.at(-1)?.revision !== marks.revision) known.push(marks.whole());
        }
        for (const [place, { revision }] of known.entries()) {
          const delta = marks.since(revision);
          for (const between of known.slice(place)) {
            expect(applied(between, delta)).toEqual(sorted(marks.whole()));
          }
        }
      }),
    );
  });

  it("counts what the marks are, whatever happened to them", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const marks = new MarkSet();
        for (const done of steps) take(marks, done);
        const whole = marks.whole();
        expect(whole.count).toBe(whole.uids.length);
        expect(whole.octets).toBe(whole.uids.reduce((sum, uid) => sum + octetsOf(uid), 0));
        expect(whole.onServer).toBe(whole.uids.every((uid) => marks.isOnServer(uid)));
      }),
    );
  });

  it("is as long as the change, however much is marked, and no longer than what is left", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ uid: `m${index}`, octets: 1 }));
    const marks = new MarkSet(many.slice(1), 5);
    marks.carriedOut(planMarks(marks, ["m0"]), many, []);
    expect(marks.since(5)).toMatchObject({ from: 5, added: ["m0"], removed: [], count: 10_000 });
    marks.carriedOut(planMarks(marks, [], ["m7"]), [...many.slice(0, 7), ...many.slice(8)], []);
    expect(marks.since(6)).toMatchObject({ from: 6, added: [], removed: ["m7"] });
    expect(marks.since(5)).toMatchObject({ added: ["m0"], removed: ["m7"], count: 9_999 });
    marks.clear();
    expect(marks.since(7)).toMatchObject({ added: [], removed: "all", count: 0, octets: 0 });
  });
});
