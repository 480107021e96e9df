import { describe, expect, it } from "vitest";
import { planMarks } from "@popgate/server/maildrop/mark-plan";
import { MarkSet } from "@popgate/server/maildrop/marks";

const OCTETS: Readonly<Record<string, number | null>> = { a: 1, b: 10, c: 100, unknown: null };
const messages = (uids: readonly string[]) => uids.map((uid) => ({ uid, octets: OCTETS[uid] ?? null }));

/** As a session does it: the server takes all but those. */
function change(
  marks: MarkSet,
  { add = [], remove = [], refused = [] }: Partial<Record<"add" | "remove" | "refused", string[]>>,
): void {
  const plan = planMarks(marks, add, remove);
  marks.carriedOut(plan, messages(plan.dele.filter((uid) => !refused.includes(uid))), refused);
}

function marked(...uids: string[]): MarkSet {
  const marks = new MarkSet();
  change(marks, { add: uids });
  return marks;
}

describe("the marks", () => {
  it("count the octets that a commit frees; a size that the server does not tell counts as 0", () => {
    const marks = marked("a", "c", "unknown");
    expect(marks.summary()).toMatchObject({ count: 3, octets: 101 });
    change(marks, { remove: ["a"] });
    expect(marks.whole()).toMatchObject({ uids: ["c", "unknown"], count: 2, octets: 100 });
  });

  it("are on the server only when it has confirmed every one", () => {
    const marks = new MarkSet(messages(["a", "b"]), 7);
    expect(marks.summary()).toMatchObject({ count: 2, onServer: false, revision: 7 });
    expect(marks.isSameOnServer).toBe(false);
    change(marks, {});
    expect(marks.summary().onServer).toBe(true);
    expect(marks.isSameOnServer).toBe(true);
  });

  it("lose what the server refuses, new or marked before", () => {
    const marks = marked("a", "b");
    marks.forgetServer();
    change(marks, { add: ["c"], refused: ["b", "c"] });
    expect(marks.whole()).toMatchObject({ uids: ["a"], octets: 1, onServer: true });
  });

  it("outlive the server's memory of them", () => {
    const marks = marked("a");
    marks.forgetServer();
    expect(marks.whole()).toMatchObject({ uids: ["a"], onServer: false });
    expect(marks.isOnServer("a")).toBe(false);
  });

  it("that nobody wants any more are on the server until it forgets them: it would still remove their messages", () => {
    const marks = marked("a", "b");
    marks.clear();
    expect(marks.summary()).toMatchObject({ count: 0, octets: 0, onServer: true });
    expect(marks.isOnServer("a")).toBe(true);
    expect(marks.isSameOnServer).toBe(false);
    marks.forgetServer();
    expect(marks.isSameOnServer).toBe(true);
  });

  it("have a revision that grows with each change that can be seen, and with no other", () => {
    const marks = new MarkSet();
    const revisions = [marks.revision];
    const after = (work: () => void) => {
      work();
      revisions.push(marks.revision);
    };
    after(() => change(marks, { add: ["a", "b"] }));
    after(() => change(marks, { add: ["a"] }));
    after(() => marks.forgetServer());
    after(() => marks.forgetServer());
    after(() => marks.retain(new Set(["a"])));
    after(() => change(marks, {}));
    after(() => marks.clear());
    after(() => marks.forgetServer());
    expect(revisions).toEqual([0, 1, 1, 2, 2, 3, 4, 5, 5]);
  });

  it("that were kept elsewhere stand in place of ours, above both revisions", () => {
    const marks = marked("a", "b");
    marks.forgetServer();
    marks.adopt(messages(["b", "c"]), 40);
    expect(marks.whole()).toEqual({
      uids: ["b", "c"],
      count: 2,
      octets: 110,
      revision: 41,
      onServer: false,
    });
    expect(marks.since(1)).toMatchObject({ added: ["b", "c"], removed: "all", revision: 41 });
  });
});
