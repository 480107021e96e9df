import { relative } from "node:path";
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from "@playwright/test/reporter";
import { REPOSITORY } from "./test-files.ts";
import { TALLY_PATH, writeTally } from "./tally.ts";

/** Writes what a run of Playwright came to. Playwright loads reporters by path, and wants this one to be the default export. */
export default class PlaywrightTally implements Reporter {
  readonly #times = new Map<string, number>();
  #all: Suite | undefined;
  #errors = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#all = suite;
  }

  onTestEnd({ location }: TestCase, { duration }: TestResult): void {
    const file = relative(REPOSITORY, location.file).replaceAll("\\", "/");
    this.#times.set(file, (this.#times.get(file) ?? 0) + duration);
  }

  /** Of no test: a file that cannot be loaded, a worker that ended. */
  onError(_error: TestError): void {
    this.#errors += 1;
  }

  onEnd(): void {
    if (TALLY_PATH === undefined) return;
    const outcomes = this.#all?.allTests().map((each) => each.outcome()) ?? [];
    const count = (outcome: ReturnType<TestCase["outcome"]>) =>
      outcomes.filter((each) => each === outcome).length;
    writeTally(TALLY_PATH, {
      passed: count("expected"),
      failed: count("unexpected") + count("flaky") + this.#errors,
      skipped: count("skipped"),
      files: [...this.#times].map(([file, ms]) => ({ file, ms })),
    });
  }

  printsToStdio(): boolean {
    return false;
  }
}
