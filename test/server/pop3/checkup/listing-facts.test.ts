import { stabilityFacts, statFacts, uniqueIdFacts } from "@popgate/server/pop3/checkup/facts/listing-facts";
import type { Inventory } from "@popgate/server/pop3/client/inventory";
import { describe, expect, test } from "vitest";

function inventory(ids: readonly string[], more: Partial<Inventory> = {}): Inventory {
  return {
    messages: ids.length,
    octets: ids.length * 10,
    list: ids.map((_, index) => ({ number: index + 1, octets: 10 })),
    uidl: ids.map((uniqueId, index) => ({ number: index + 1, uniqueId })),
    ...more,
  };
}

describe("STAT", () => {
  test.each<[string, Partial<Inventory>, string]>([
    ["agrees with LIST", {}, "good"],
    ["counts another number", { messages: 3 }, "warning"],
    ["counts other octets", { octets: 21 }, "warning"],
    ["has no octets", { octets: null }, "warning"],
    ["meets a size that is no number", { list: [{ number: 1, octets: null }] }, "warning"],
  ])("%s", (_, more, verdict) => {
    expect(statFacts(inventory(["a", "b"], more)).verdict).toBe(verdict);
  });
});

describe("unique-ids", () => {
  test.each<[string, string[], object]>([
    ["are good when distinct", ["a", "b"], { verdict: "good", facts: { distinct: 2, longest: 1 } }],
    ["are bad when repeated", ["a", "a", "a"], { verdict: "bad", facts: { repeated: 2 } }],
    ["are a warning beyond 70 characters", ["x".repeat(71)], { verdict: "warning", facts: { longest: 71 } }],
    ["are good with 70", ["x".repeat(70)], { verdict: "good" }],
    ["are a warning when empty", ["", "b"], { verdict: "warning", facts: { malformed: 1 } }],
    ["are a warning with a blank inside", ["a b"], { verdict: "warning" }],
    ["are a warning beyond ASCII", ["\u00e9"], { verdict: "warning" }],
  ])("%s", (_, ids, expected) => {
    expect(uniqueIdFacts(inventory(ids))).toMatchObject(expected);
  });

  test("are bad when there are none, or not for each message", () => {
    const { uidl: _, ...without } = inventory(["a"]);
    expect(uniqueIdFacts({ ...without, uidl: undefined })).toMatchObject({ facts: { present: false } });
    const fewer = inventory(["a", "b"], { uidl: [{ number: 1, uniqueId: "a" }] });
    expect(uniqueIdFacts(fewer)).toMatchObject({ verdict: "bad", facts: { messagesWithout: 1 } });
  });

  test("never stand in the report themselves", () => {
    expect(JSON.stringify(uniqueIdFacts(inventory(["secret-id"])))).not.toContain("secret-id");
  });
});

describe("unique-ids in two sessions", () => {
  test("are stable when each message has the same again", () => {
    expect(stabilityFacts(inventory(["a", "b"]), inventory(["a", "b"]))).toMatchObject({ verdict: "good" });
  });

  test("are bad when they are new ones of the same maildrop", () => {
    expect(stabilityFacts(inventory(["a", "b"]), inventory(["c", "d"]))).toMatchObject({
      verdict: "bad",
      facts: { changed: 2 },
    });
  });

  test("may move when mail came or went between", () => {
    expect(stabilityFacts(inventory(["a", "b"]), inventory(["b", "a", "c"])).verdict).toBe("good");
    expect(stabilityFacts(inventory(["a", "b"]), inventory(["b"]))).toMatchObject({
      verdict: "note",
      facts: { changed: 1, sameMaildrop: false },
    });
  });
});
