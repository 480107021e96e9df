import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { leaveOut } from "./leave-out.ts";

/** Debian keeps servers outside the search path of an ordinary user. */
const SERVER_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

/**
 * The path of a program that a test needs, or `undefined` after printing why its tests are left out.
 * Under CI a missing program throws: there, a silent skip would read as a pass.
 */
export function requireProgram(...names: readonly [string, ...string[]]): string | undefined {
  const found = findProgram(...names);
  if (found !== undefined) return found;
  leaveOut(`${names.join(" or ")} is not installed`);
  return undefined;
}

/** The first of the names found on the search path or among the server folders. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...SERVER_FOLDERS];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
