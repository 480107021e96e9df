import type { Reporter, SerializedError, TestModule } from "vitest/node";
import { writeTally } from "./tally.ts";

/** Writes what a run of Vitest came to. */
export function vitestTally(path: string): Reporter {
  return {
    onTestRunEnd(testModules: readonly TestModule[], errors: readonly SerializedError[]) {
      const count = (state: "passed" | "failed" | "skipped") =>
        testModules.reduce((sum, each) => sum + [...each.children.allTests(state)].length, 0);
      // A file that cannot be loaded, and a hook that throws, fail without a failed test.
      const broken = testModules.filter(
        (each) => !each.ok() && [...each.children.allTests("failed")].length === 0,
      );
      writeTally(path, {
        passed: count("passed"),
        failed: count("failed") + broken.length + errors.length,
        skipped: count("skipped"),
        files: testModules.map((each) => ({ file: each.relativeModuleId, ms: timeOf(each) })),
      });
    },
  };
}

function timeOf(testModule: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    testModule.diagnostic();
  return environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration;
}
