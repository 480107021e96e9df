import { describe, expect, it } from "vitest";
import { identify } from "@popgate/server/maildrop/identify";
import { MarkSet } from "@popgate/server/maildrop/marks";

const messages = ["a", "b", "c"].map((uniqueId, index) => ({
  number: index + 1,
  uniqueId,
  octets: 10 ** index,
}));
const maildrop = identify(messages, messages);

describe("the marks", () => {
  it("count the octets that a commit frees", () => {
    const marks = new MarkSet();
    marks.want(new Set(["a", "c"]));
    expect(marks.view(maildrop)).toMatchObject({ uids: ["a", "c"], octets: 101, onServer: false });
  });

  it("are on the server only when it confirmed every one", () => {
    const marks = new MarkSet();
    marks.want(new Set(["a", "b"]));
    marks.confirm(new Set(["a"]));
    expect(marks.view(maildrop).onServer).toBe(false);
    marks.confirm(new Set(["a", "b"]));
    expect(marks.view(maildrop).onServer).toBe(true);
  });

  it("outlive the server's memory of them", () => {
    const marks = new MarkSet();
    marks.want(new Set(["a"]));
    marks.confirm(new Set(["a"]));
    marks.forgetServer();
    expect(marks.view(maildrop)).toMatchObject({ uids: ["a"], onServer: false });
  });

  it("have a revision that grows with every change", () => {
    const marks = new MarkSet();
    const revisions = [marks.view(maildrop).revision];
    marks.want(new Set(["a"]));
    revisions.push(marks.view(maildrop).revision);
    marks.confirm(new Set(["a"]));
    revisions.push(marks.view(maildrop).revision);
    marks.forgetServer();
    revisions.push(marks.view(maildrop).revision);
    expect(revisions).toEqual([...new Set(revisions)].toSorted((left, right) => left - right));
  });

  it("ignore messages that are not there, and let removal win over adding", () => {
    const marks = new MarkSet();
    expect(marks.changed(maildrop, ["a", "zzz"], [])).toEqual(new Set(["a"]));
    expect(marks.changed(maildrop, ["a"], ["a"])).toEqual(new Set());
  });
});
