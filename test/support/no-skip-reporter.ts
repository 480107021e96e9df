import type { Reporter, TestModule } from "vitest/node";

/** Fails a run in which a test was skipped: on a build machine a silent skip reads as a pass. */
export const noSkipReporter: Reporter = {
  onTestRunEnd(testModules: readonly TestModule[]) {
    const skipped = testModules.flatMap((testModule) => [...testModule.children.allTests("skipped")]);
    for (const test of skipped) console.error(`skipped under CI: ${test.module.moduleId} > ${test.fullName}`);
    if (skipped.length > 0) process.exitCode = 1;
  },
};
