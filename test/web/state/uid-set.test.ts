import { hasUid, uidSet, uidsOf, withChange, type UidSet } from "@popgate/web/state/mailbox/uid-set";
import fc from "fast-check";
import { expect, test } from "vitest";

const NAMES = Array.from({ length: 12 }, (_, nth) => `u${String(nth)}`);
const some = fc.subarray(NAMES);

test("holds what a plain set holds, over any changes, and the sets before a change stay as they were", () => {
  fc.assert(
    fc.property(some, fc.array(fc.tuple(some, some), { maxLength: 8 }), (first, changes) => {
      const plain = new Set(first);
      const made: [UidSet, readonly string[]][] = [[uidSet(first), [...plain].toSorted()]];
      for (const [more, gone] of changes) {
        for (const uid of gone) plain.delete(uid);
        for (const uid of more) plain.add(uid);
        const [last] = made.at(-1) ?? [uidSet([])];
        made.push([withChange(last, more, gone), [...plain].toSorted()]);
      }
      for (const [set, uids] of made) {
        expect(uidsOf(set).toSorted()).toEqual(uids);
        expect(NAMES.filter((uid) => hasUid(set, uid)).toSorted()).toEqual(uids);
      }
    }),
  );
});

test("one more among many shares with the set before, and differs from its base by a bounded number", () => {
  let set = uidSet(Array.from({ length: 10_000 }, (_, nth) => String(nth)));
  const { base } = set;
  set = withChange(set, ["one"], ["7"]);
  expect(set.base).toBe(base);
  for (let nth = 0; nth < 2_000; nth += 1) {
    set = withChange(set, [`more ${String(nth)}`], []);
    expect(set.added.size + set.removed.size).toBeLessThanOrEqual(500);
  }
  expect(uidsOf(set)).toHaveLength(12_000);
});
