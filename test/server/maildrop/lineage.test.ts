import { expect, it } from "vitest";
import { identify } from "@popgate/server/maildrop/identify";
import { Lineage } from "@popgate/server/maildrop/lineage";
import { Maildrop } from "@popgate/server/maildrop/maildrop";

/** Readings one after the other, written as `a b:11`; the first has the generation 1. */
function readings(...texts: string[]): Lineage {
  const lineage = new Lineage();
  let before = Maildrop.empty;
  texts.forEach((text, index) => {
    const messages = text
      .split(" ")
      .filter(Boolean)
      .map((word, place) => {
        const [uniqueId = "", octets = "10"] = word.split(":");
        return { number: place + 1, uniqueId, octets: Number(octets) };
      });
    const after = identify(messages, messages);
    lineage.read(before, after, index + 1);
    before = after;
  });
  return lineage;
}

it("knows a message again in every reading since it came", () => {
  const lineage = readings("a", "a b", "b a c");
  expect([1, 2, 3].map((generation) => lineage.isSameSince("a", generation))).toEqual([true, true, true]);
  expect([1, 2, 3].map((generation) => lineage.isSameSince("b", generation))).toEqual([false, true, true]);
});

it("takes a unique-id that was gone for a while for another message, even of the same size", () => {
  const lineage = readings("a b", "b", "a b");
  expect(lineage.isSameSince("a", 1)).toBe(false);
  expect(lineage.isSameSince("a", 2)).toBe(false);
  expect(lineage.isSameSince("a", 3)).toBe(true);
});

it("takes another size for another message", () => {
  const lineage = readings("a:10", "a:11");
  expect(lineage.isSameSince("a", 1)).toBe(false);
  expect(lineage.isSameSince("a", 2)).toBe(true);
});

it("is sure of twins, and of what has only a place, within one reading", () => {
  const twins = readings("a a", "a a");
  expect([1, 2].map((generation) => twins.isSameSince("a 2", generation))).toEqual([false, true]);
});

it("knows no reading before its first one", () => {
  const lineage = new Lineage();
  const messages = [{ number: 1, uniqueId: "a", octets: 10 }];
  expect(lineage.isSameSince("a", 7)).toBe(false);
  lineage.read(Maildrop.empty, identify(messages, messages), 1_000);
  expect(lineage.isSameSince("a", 7)).toBe(false);
  expect(lineage.isSameSince("a", 1_000)).toBe(true);
});
