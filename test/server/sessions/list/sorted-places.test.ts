import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sortedPlaces, type SortKey } from "@popgate/server/sessions/list/sorted-places";

/** What it must agree with, said in the simplest way. */
function plainly(keys: readonly SortKey[], isDescending: boolean): number[] {
  const direction = isDescending ? -1 : 1;
  return [...keys.keys()]
    .filter((place) => keys[place] !== undefined)
    .toSorted((left, right) => {
      const [one, other] = [keys[left] ?? "", keys[right] ?? ""];
      if (one === other) return right - left;
      return one < other ? -direction : direction;
    });
}

function expectPlainOrder(keys: readonly SortKey[]): void {
  for (const isDescending of [false, true]) {
    expect(sortedPlaces(keys, isDescending)).toEqual(plainly(keys, isDescending));
  }
}

/** Many share a beginning, many are the same, one ends where another goes on. */
const likeTexts = (...units: string[]) =>
  fc
    .array(fc.constantFrom(...units), { maxLength: 12 })
    .map((some) => some.join(""))
    .chain((text) => fc.constantFrom(text, `the same beginning ${text}`, undefined));

describe("places are in the order of", () => {
  test.each([
    ["narrow texts", likeTexts("a", "b", "\u0000", "\u00fe", "abcde", "zz")],
    ["wide texts", likeTexts("a", "\u00ff", "\uffff", "日", "\ud83d\ude00", "abcde")],
  ])("%s", (_, texts) => {
    fc.assert(fc.property(fc.array(texts, { minLength: 13, maxLength: 200 }), expectPlainOrder));
  });

  test.each([
    ["whole numbers", fc.integer()],
    ["numbers far apart", fc.constantFrom(-8.64e15, 8.64e15, 0, 1, -1)],
    [
      "numbers that are not whole",
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each || 0),
    ],
  ])("%s", (_, numbers) => {
    const keys = fc.array(fc.option(numbers, { nil: undefined }), { maxLength: 100 });
    fc.assert(fc.property(keys, expectPlainOrder));
  });

  test("nothing", () => {
    expectPlainOrder([]);
    expectPlainOrder([undefined, undefined]);
  });

  test("20,000 rows of a mailing list, whose subjects all begin alike", () => {
    expectPlainOrder(Array.from({ length: 20_000 }, (_, nth) => `[list] release ${(nth * 7919) % 6_000}`));
  });

  test("20,000 rows that all say the same", () => {
    expectPlainOrder(Array.from({ length: 20_000 }, () => "a job has run, and nothing is to be said of it"));
  });
});
