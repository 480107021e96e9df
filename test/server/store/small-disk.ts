import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaveOut } from "../../support/programs/leave-out.ts";
import { findProgram, requireProgram } from "../../support/programs/require-program.ts";

const SIZE_OCTETS = 1024 * 1024;

/** Whether a disk of some kilobytes can be mounted here: only root may, and in many containers not even root. */
export function requireSmallDisk(): boolean {
  if (requireProgram("mount") === undefined || requireProgram("umount") === undefined) return false;
  try {
    mountSmallDisk().unmount();
    return true;
  } catch (cause) {
    leaveOut("no small disk can be mounted", cause);
    return false;
  }
}

/** A disk in memory, over a temporary folder. */
export function mountSmallDisk() {
  const folder = mkdtempSync(join(tmpdir(), "popgate-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${SIZE_OCTETS}`, "tmpfs", folder];
  try {
    execFileSync(findProgram("mount") ?? "mount", options, { stdio: "pipe" });
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
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
