import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planMarks, type MarkPlan } from "@popgate/server/maildrop/mark-plan";

const uids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"));

/** What a server holds after the first `commands` commands of a plan: RSET counts as one. */
function afterCut(onServer: ReadonlySet<string>, plan: MarkPlan, commands: number): Set<string> {
  if (plan.kind === "nothing" || commands === 0) return new Set(onServer);
  if (plan.kind === "dele") return new Set([...onServer, ...plan.uids.slice(0, commands)]);
  return new Set(plan.uids.slice(0, commands - 1));
}

function commandCount(plan: MarkPlan): number {
  return plan.kind === "nothing" ? 0 : plan.uids.length + (plan.kind === "reset" ? 1 : 0);
}

describe("the mark plan", () => {
  it("needs nothing where the server has the wanted marks", () => {
    expect(planMarks(new Set(["a", "b"]), new Set(["b", "a"]))).toEqual({ kind: "nothing" });
  });

  it("sends one DELE for one more mark", () => {
    expect(planMarks(new Set(["a"]), new Set(["a", "b"]))).toEqual({ kind: "dele", uids: ["b"] });
  });

  it("takes one mark back by RSET and DELE for the others", () => {
    expect(planMarks(new Set(["a", "b", "c"]), new Set(["a", "c"]))).toEqual({
      kind: "reset",
      uids: ["a", "c"],
    });
  });

  it("ends with exactly the wanted marks, from any marks to any", () => {
    fc.assert(
      fc.property(uids, uids, (from, to) => {
        const plan = planMarks(new Set(from), new Set(to));
        expect(afterCut(new Set(from), plan, commandCount(plan))).toEqual(new Set(to));
      }),
    );
  });

  it("cut after any command leaves no mark that is neither old nor wanted, and none unwanted once it began", () => {
    fc.assert(
      fc.property(uids, uids, (from, to) => {
        const plan = planMarks(new Set(from), new Set(to));
        for (let cut = 1; cut <= commandCount(plan); cut += 1) {
          for (const uid of afterCut(new Set(from), plan, cut)) expect(to).toContain(uid);
        }
      }),
    );
  });

  it("never uses RSET where only marks are added", () => {
    fc.assert(
      fc.property(uids, uids, (from, more) => {
        const plan = planMarks(new Set(from), new Set([...from, ...more]));
        expect(plan.kind).not.toBe("reset");
      }),
    );
  });
});
