import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram, requireProgram } from "../../support/require-program.ts";

const SIZE_OCTETS = 1024 * 1024;

/** Whether a disk of some kilobytes can be mounted here: only root may. */
export function requireSmallDisk(): boolean {
  if (requireProgram("mount") === undefined || requireProgram("umount") === undefined) return false;
  if (process.getuid?.() === 0) return true;
  const reason = "only root may mount a small disk";
  if (process.env["CI"] === "true") throw new Error(reason);
  console.warn(`left out: ${reason}`);
  return false;
}

/** A disk in memory, over a temporary folder. */
export function mountSmallDisk() {
  const folder = mkdtempSync(join(tmpdir(), "popgate-disk-"));
  execFileSync(findProgram("mount") ?? "mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${SIZE_OCTETS}`,
    "tmpfs",
    folder,
  ]);
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    },
    makeRoom: () => rmSync(ballast),
    // Files that are closed only when the collector finds them keep it busy.
    unmount: () => {
      execFileSync(findProgram("umount") ?? "umount", ["--lazy", folder]);
      rmdirSync(folder);
    },
  };
}
