import { describe, expect, it } from "vitest";
import { compareMaildrops, isUnchanged } from "@popgate/server/maildrop/compare";
import { identify } from "@popgate/server/maildrop/identify";

function drop(...ids: string[]) {
  const messages = ids.map((uniqueId, index) => ({ number: index + 1, uniqueId, octets: 10 }));
  return identify(messages, messages);
}

describe("the difference of two readings", () => {
  it("names what came and what went", () => {
    expect(compareMaildrops(drop("a", "b"), drop("b", "c"))).toMatchObject({ added: ["c"], removed: ["a"] });
  });

  it("names unique-ids that may stand for another message now", () => {
    expect(compareMaildrops(drop("a"), drop("a", "a"))).toMatchObject({ reused: ["a"], added: ["a 2"] });
  });

  it("counts the messages that have another number now", () => {
    expect(compareMaildrops(drop("a", "b", "c"), drop("b", "c"))).toMatchObject({ renumbered: 2 });
  });

  it("is nothing where both show the same", () => {
    expect(isUnchanged(compareMaildrops(drop("a", "b"), drop("a", "b")))).toBe(true);
    expect(isUnchanged(compareMaildrops(drop("a", "b"), drop("b", "a")))).toBe(false);
  });
});
