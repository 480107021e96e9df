import { describe, expect, it } from "vitest";
import { commitOutcome, compareMaildrops, isUnchanged } from "@popgate/server/maildrop/compare";
import { identify, identifyByHeader } from "@popgate/server/maildrop/identify";
import type { Maildrop } from "@popgate/server/maildrop/maildrop";
import { factsOf } from "@popgate/server/maildrop/message-facts";

function drop(...ids: string[]) {
  const messages = ids.map((uniqueId, index) => ({ number: index + 1, uniqueId, octets: 10 }));
  return identify(messages, messages);
}

/** As a pending commit is written down and read again. */
function committed(before: Maildrop, ...uids: string[]) {
  const facts = before.messages.filter(({ uid }) => uids.includes(uid)).map(factsOf);
  return JSON.parse(JSON.stringify(facts));
}

describe("the outcome of a commit", () => {
  it("tells gone from still there, and counts what was freed", () => {
    expect(commitOutcome(committed(drop("a", "b", "c"), "a", "c"), drop("b", "c"))).toEqual({
      removed: ["a"],
      remaining: ["c"],
      unknown: [],
      freedOctets: 10,
    });
  });

  it("is not known where the server names its messages in another way now, and known where none is left", () => {
    const unnamed = identifyByHeader([{ number: 1, octets: 10 }], new Map([[1, "hash"]]));
    expect(commitOutcome(committed(unnamed, "~hash.10"), drop("a"))).toEqual({
      removed: [],
      remaining: [],
      unknown: ["~hash.10"],
      freedOctets: 0,
    });
    expect(commitOutcome(committed(drop("a"), "a"), unnamed)).toMatchObject({ unknown: ["a"] });
    expect(commitOutcome(committed(unnamed, "~hash.10"), drop())).toMatchObject({ removed: ["~hash.10"] });
  });

  it("counts a removed twin as removed, though the other now bears its name", () => {
    const before = drop("a", "a");
    expect(commitOutcome(committed(before, "a"), drop("a"))).toMatchObject({ removed: ["a"] });
    expect(commitOutcome(committed(before, "a 2"), drop("a"))).toMatchObject({ removed: ["a 2"] });
  });

  it("sees that neither twin went", () => {
    expect(commitOutcome(committed(drop("a", "a"), "a 2"), drop("a", "a"))).toMatchObject({
      removed: [],
      remaining: ["a 2"],
    });
  });

  it("sees that one of two committed twins stayed, beside one that was not committed", () => {
    const outcome = commitOutcome(committed(drop("a", "a", "a"), "a", "a 3"), drop("a", "a"));
    expect(outcome.removed).toHaveLength(1);
    expect(outcome.remaining).toHaveLength(1);
  });

  it("knows a message without a unique-id by its place", () => {
    const uid = drop("").messages[0]?.uid ?? "";
    expect(commitOutcome(committed(drop(""), uid), drop(""))).toMatchObject({ remaining: [uid] });
    expect(commitOutcome(committed(drop(""), uid), drop())).toMatchObject({ removed: [uid] });
  });

  it("is not misled by mail that arrived meanwhile", () => {
    expect(commitOutcome(committed(drop("a"), "a"), drop("b", "c"))).toMatchObject({ removed: ["a"] });
  });
});

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
