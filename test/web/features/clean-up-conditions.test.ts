import { CleanupQuery } from "@popgate/shared/api/bulk";
import {
  cleanUpQuery,
  NO_CONDITIONS,
  wrongFields,
} from "@popgate/web/features/bulk/clean-up/clean-up-conditions";
import { expect, test } from "vitest";

test("only the fields that are filled in become conditions", () => {
  expect(cleanUpQuery({ ...NO_CONDITIONS, days: " 365 " })).toEqual({ olderThanDays: 365 });
  expect(cleanUpQuery({ days: "0", megabytes: "1,5", from: " choir ", exported: true })).toEqual({
    olderThanDays: 0,
    largerThan: 1_500_000,
    from: "choir",
    exported: true,
  });
});

test("no condition is no query: nothing would be left out of it", () => {
  expect(cleanUpQuery(NO_CONDITIONS)).toBeUndefined();
  expect(cleanUpQuery({ ...NO_CONDITIONS, from: "  " })).toBeUndefined();
  expect(wrongFields(NO_CONDITIONS).size).toBe(0);
});

test("what is no figure makes no query, rather than one without that condition", () => {
  for (const days of ["x", "-1", "1e3", "1000000", "12 months"]) {
    expect(cleanUpQuery({ ...NO_CONDITIONS, days, from: "choir" }), days).toBeUndefined();
    expect([...wrongFields({ ...NO_CONDITIONS, days, megabytes: "1,5" })], days).toEqual(["days"]);
  }
});

test("the largest figures are ones that the gateway takes", () => {
  const query = cleanUpQuery({ ...NO_CONDITIONS, days: "99999", megabytes: "99999.9999999" });
  expect(CleanupQuery.safeParse(query).success).toBe(true);
});
