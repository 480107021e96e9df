import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { requireDovecot, startDovecot } from "../support/programs/dovecot.ts";
import { allOrNothing } from "../support/servers/starting/all-or-nothing.ts";
import { startDaemon } from "../support/servers/starting/daemon.ts";
import { startInetd } from "../support/servers/starting/inetd.ts";
import { accepts } from "../support/programs/ports.ts";

describe("a server that does not start", () => {
  it("leaves none of its parts, the last begun ended first", async () => {
    const ended: string[] = [];
    let port = 0;
    const start = allOrNothing(async (onStop) => {
      onStop(() => void ended.push("folder"));
      const inetd = await startInetd(["cat"]);
      port = inetd.port;
      onStop(() => inetd.stop());
      onStop(() => void ended.push("listener"));
      throw new Error("no");
    });
    await expect(start).rejects.toThrow("no");
    expect(ended).toEqual(["listener", "folder"]);
    expect(await accepts(port)).toBe(false);
  });

  it("is told with what it said", async () => {
    const start = startDaemon(["sh", "-c", "echo no such file >&2; exit 3"], () => false);
    await expect(start).rejects.toThrow("no such file");
  });

  it("leaves no process that waits to be ready", async () => {
    let pid = 0;
    const start = startDaemon(["sh", "-c", "echo $$ >&2; exec sleep 600"], (said) => {
      pid = Number(said);
      if (pid > 0) throw new Error("not ready");
      return false;
    });
    await expect(start).rejects.toThrow("did not start");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});

describe.skipIf(requireDovecot() === undefined)("Dovecot with a setting that is none", () => {
  it("leaves no folder", async () => {
    const own = mkdtempSync(join(tmpdir(), "popgate-test-starts-"));
    vi.stubEnv("TMPDIR", own);
    try {
      const start = startDovecot({ users: [], settings: "no_such_setting = 1\n" });
      await expect(start).rejects.toThrow("Dovecot did not start");
      expect(readdirSync(own)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      rmSync(own, { recursive: true });
    }
  });
});
