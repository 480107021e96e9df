import { appendFileSync } from "node:fs";

/**
 * Says why tests are left out: here, and once more at the end of the run (`run-tests.ts`).
 *
 * @throws under CI, where a silent skip would read as a pass
 */
export function leaveOut(reason: string, cause?: unknown): void {
  if (process.env["CI"] === "true") throw new Error(reason, { cause });
  console.warn(`left out: ${reason}`);
  const reasons = process.env["POPGATE_TEST_LEFT_OUT"];
  if (reasons !== undefined) appendFileSync(reasons, `${reason}\n`);
}
