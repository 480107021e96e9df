import { readFileSync, writeFileSync } from "node:fs";

/** How long one test file took, its start and its imports included. */
export interface FileTime {
  /** By its path from the repository, with forward slashes. */
  readonly file: string;
  readonly ms: number;
}

/** What a run of tests came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly files: readonly FileTime[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0, files: [] };

/** Where a reporter leaves its tally; `undefined` where nobody asked for one. */
export const TALLY_PATH = process.env["POPGATE_TEST_TALLY"];

export function writeTally(path: string, tally: Tally): void {
  writeFileSync(path, JSON.stringify(tally));
}

export function readTally(path: string): Tally {
  // What `writeTally` wrote.
  return JSON.parse(readFileSync(path, "utf8")) as Tally;
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
      files: [...sum.files, ...each.files],
    }),
    NOTHING,
  );
}

/** The files that took longest, a line each, the slowest first. */
export function slowestFiles(files: readonly FileTime[], count: number): string[] {
  return files
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, count)
    .map(({ file, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${file}`);
}
