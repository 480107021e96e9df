import { expect, it } from "vitest";
import { doListingsAgree, unlistedMessages } from "@popgate/server/maildrop/listing-agreement";

const lines = (...numbers: number[]) => numbers.map((number) => ({ number }));

it.each([
  ["all the same", 2, [1, 2], [1, 2], true, 0],
  ["gaps in the numbers", 2, [3, 7], [3, 7], true, 0],
  ["another order", 2, [2, 1], [1, 2], true, 0],
  ["no UIDL", 2, [1, 2], undefined, true, 0],
  ["STAT counts more", 3, [1, 2], [1, 2], false, 1],
  ["STAT counts fewer", 1, [1, 2], [1, 2], false, 0],
  ["UIDL names one more", 2, [1, 2], [1, 2, 3], false, 1],
  ["UIDL names another", 2, [1, 2], [1, 3], false, 1],
  ["UIDL names fewer", 2, [1, 2], [1], false, 0],
  ["LIST tells one twice", 2, [1, 1], [1, 2], false, 1],
] as const)("%s", (_, messages, list, uidl, isAgreed, unlisted) => {
  const listings = { messages, list: lines(...list), uidl: uidl && lines(...uidl) };
  expect(doListingsAgree(listings)).toBe(isAgreed);
  expect(unlistedMessages(listings)).toBe(unlisted);
});
