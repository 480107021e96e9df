import { expect, test } from "vitest";
import { chooseFiles, LONG_TESTS } from "./support/running/long-tests.ts";
import { slowestFiles } from "./support/running/tally.ts";
import { needsOwnProcess, testFiles } from "./support/running/test-files.ts";

const FILES = [...testFiles(".test.ts"), ...testFiles(".spec.ts")];

test("each test file runs with `npm test` or is one of the long ones, and none is both", () => {
  const quick = chooseFiles(FILES, []);
  const long = chooseFiles(FILES, ["--long"]);
  expect(quick.length).toBeGreaterThan(long.length);
  expect([...quick, ...long].toSorted()).toEqual(FILES.toSorted());
});

test("`npm run test:all` runs every file", () => {
  expect(chooseFiles(FILES, ["--all"])).toEqual(FILES);
});

test("a filter finds a file wherever it belongs", () => {
  const [long = ""] = chooseFiles(FILES, ["--long"]);
  expect(chooseFiles(FILES, [long])).toEqual([long]);
  expect(chooseFiles(FILES, ["which-tests"])).toEqual(["test/which-tests-run.test.ts"]);
});

test.each(LONG_TESTS)("what is said of $path is said of a file that there is", ({ path, reason }) => {
  expect(FILES.filter((file) => file.startsWith(path))).not.toEqual([]);
  expect(reason).not.toBe("");
});

test("a file that changes clock or globals has a process of its own, and most have not", () => {
  expect(needsOwnProcess("test/server/sessions/leases/lease-wait.test.ts")).toBe(true);
  expect(needsOwnProcess("test/server/maildrop/marks.test.ts")).toBe(false);
});

test("the slowest files are told first, with their seconds", () => {
  const files = [
    { file: "a", ms: 100 },
    { file: "b", ms: 12_340 },
    { file: "c", ms: 900 },
  ];
  expect(slowestFiles(files, 2)).toEqual(["   12.3 s  b", "    0.9 s  c"]);
});
