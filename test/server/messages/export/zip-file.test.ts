import { expect, test } from "vitest";
import { emlName } from "@popgate/server/messages/export/zip-file";

test.each([
  [1, 10, "Hello", "0001-Hello.eml"],
  [7, 100_000, "", "000007-message.eml"],
  [2, 2, "../../etc/passwd", "0002-_.._etc_passwd.eml"],
  [3, 3, "a/b\\c: d?", "0003-a_b_c_ d_.eml"],
  [4, 4, "\u202egnp.exe", "0004-gnp.exe.eml"],
])("message %i of %i called %j is %j", (nth, total, subject, name) => {
  expect(emlName(nth, total, subject)).toBe(name);
});

test("a name stays short and keeps its end", () => {
  expect(emlName(1, 1, "x".repeat(1000))).toMatch(/^0001-x{56}\.eml$/);
});
