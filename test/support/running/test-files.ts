import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));

/** Every test file that ends so, by its path from the repository with forward slashes, in the order of names. */
export function testFiles(ending: ".test.ts" | ".spec.ts"): string[] {
  return readdirSync(join(REPOSITORY, "test"), { recursive: true, encoding: "utf8" })
    .map((file) => `test/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(ending) && !file.includes("/node_modules/"))
    .toSorted();
}

/** What measures or changes the process it runs in: its clock, environment, globals, memory, signals. */
const OF_THE_PROCESS = /\bvi\.|\bprocess\./;

/**
 * Whether a Vitest file needs a process of its own. All others share one for each worker, since a start and
 * the imports cost more than most of these files.
 */
export function needsOwnProcess(file: string): boolean {
  return OF_THE_PROCESS.test(readFileSync(join(REPOSITORY, file), "utf8"));
}
