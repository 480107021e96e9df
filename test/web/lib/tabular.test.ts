import { isTabular } from "@popgate/web/lib/tabular";
import { expect, test } from "vitest";

test("a text with columns is told from one without", () => {
  expect(isTabular("Ferry      leaves\nIsle       08:10\nHarbour    09:25\n")).toBe(true);
  expect(isTabular("name\tsize\na\t1\nb\t2")).toBe(true);
  expect(
    isTabular("Dear singers,\n\nthe programme is attached.  Two blanks after a full stop are a habit.\n"),
  ).toBe(false);
});

test("two aligned lines, or lines that do not follow each other, are no table", () => {
  expect(isTabular("a    b\nc    d\n")).toBe(false);
  expect(isTabular("a    b\ntext\nc    d\ntext\ne    f")).toBe(false);
});
