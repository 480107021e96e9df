import { describe, expect, it } from "vitest";
import { commitOutcome, compareMaildrops } from "@popgate/server/maildrop/compare";
import { identify } from "@popgate/server/maildrop/identify";

function drop(...ids: string[]) {
  const messages = ids.map((uniqueId, index) => ({ number: index + 1, uniqueId, octets: 10 }));
  return identify(messages, messages);
}

describe("the outcome of a commit", () => {
  it("tells gone from still there", () => {
    expect(commitOutcome(["a", "c"], drop("a", "b", "c"), drop("b", "c"))).toEqual({
      removed: ["a"],
      remaining: ["c"],
    });
  });

  it("counts a removed twin as removed, though the other now bears its name", () => {
    expect(commitOutcome(["a"], drop("a", "a"), drop("a"))).toEqual({ removed: ["a"], remaining: [] });
    expect(commitOutcome(["a 2"], drop("a", "a"), drop("a"))).toEqual({ removed: ["a 2"], remaining: [] });
  });

  it("sees that neither twin went", () => {
    expect(commitOutcome(["a 2"], drop("a", "a"), drop("a", "a"))).toEqual({
      removed: [],
      remaining: ["a 2"],
    });
  });

  it("is not misled by mail that arrived meanwhile", () => {
    expect(commitOutcome(["a"], drop("a"), drop("b", "c"))).toEqual({ removed: ["a"], remaining: [] });
  });
});

describe("the difference of two readings", () => {
  it("names what came and what went", () => {
    expect(compareMaildrops(drop("a", "b"), drop("b", "c"))).toEqual({ added: ["c"], removed: ["a"] });
  });
});
