import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planMarks, type MarkPlan } from "@popgate/server/maildrop/mark-plan";
import { MarkSet } from "@popgate/server/maildrop/marks";

const uids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"));
const message = (uid: string) => ({ uid, octets: 1 });

/** Marks that the server has. */
function confirmed(onServer: readonly string[]): MarkSet {
  const marks = new MarkSet();
  marks.carriedOut(planMarks(marks, onServer), onServer.map(message), []);
  return marks;
}

/** From some marks to others. */
function planBetween(from: readonly string[], to: readonly string[]): MarkPlan {
  return planMarks(
    confirmed(from),
    to.filter((uid) => !from.includes(uid)),
    from.filter((uid) => !to.includes(uid)),
  );
}

/** What a server holds after the first `commands` commands of a plan: RSET counts as one. */
function afterCut(onServer: readonly string[], { isReset, dele }: MarkPlan, commands: number): Set<string> {
  if (isReset && commands > 0) return new Set(dele.slice(0, commands - 1));
  return new Set([...onServer, ...dele.slice(0, commands)]);
}

function commandCount({ isReset, dele }: MarkPlan): number {
  return dele.length + (isReset ? 1 : 0);
}

describe("the mark plan", () => {
  it("needs nothing where the server has the wanted marks", () => {
    expect(planMarks(confirmed(["a", "b"]), ["b", "a"])).toEqual({ isReset: false, dele: [], removed: [] });
  });

  it("sends one DELE for one more mark, however often it is named", () => {
    expect(planMarks(confirmed(["a"]), ["b", "b"])).toEqual({ isReset: false, dele: ["b"], removed: [] });
  });

  it("takes one mark back by RSET and DELE for the others", () => {
    const plan = planMarks(confirmed(["a", "b", "c"]), [], ["b"]);
    expect(plan).toEqual({ isReset: true, dele: ["a", "c"], removed: ["b"] });
  });

  it("sends again what the server has lost, and nothing for a mark that is taken back before", () => {
    const marks = confirmed(["a", "b"]);
    marks.forgetServer();
    expect(planMarks(marks)).toEqual({ isReset: false, dele: ["a", "b"], removed: [] });
    expect(planMarks(marks, [], ["a"])).toEqual({ isReset: false, dele: ["b"], removed: ["a"] });
  });

  it("begins with RSET as long as the server has a mark that nobody wants", () => {
    const marks = confirmed(["a"]);
    marks.clear();
    expect(planMarks(marks, ["a"])).toEqual({ isReset: true, dele: ["a"], removed: [] });
  });

  it("lets removal win over adding", () => {
    expect(planMarks(confirmed([]), ["a"], ["a"])).toEqual({ isReset: false, dele: [], removed: [] });
  });

  it("ends with exactly the wanted marks, from any marks to any", () => {
    fc.assert(
      fc.property(uids, uids, (from, to) => {
        const plan = planBetween(from, to);
        expect(afterCut(from, plan, commandCount(plan))).toEqual(new Set(to));
      }),
    );
  });

  it("cut after any command leaves no mark that is neither old nor wanted, and none unwanted once it began", () => {
    fc.assert(
      fc.property(uids, uids, (from, to) => {
        const plan = planBetween(from, to);
        for (let cut = 1; cut <= commandCount(plan); cut += 1) {
          for (const uid of afterCut(from, plan, cut)) expect(to).toContain(uid);
        }
      }),
    );
  });

  it("never uses RSET where only marks are added", () => {
    fc.assert(
      fc.property(uids, uids, (from, more) => {
        expect(planMarks(confirmed(from), more).isReset).toBe(false);
      }),
    );
  });
});
