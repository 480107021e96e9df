import { exportName } from "@popgate/server/messages/export/message-export";
import { expect, test } from "vitest";

const NOW = Date.UTC(2026, 10, 21, 23, 59);

test("names the mailbox and the day", () => {
  expect(exportName("kim@college.example", "zip", NOW)).toBe("popgate-kim@college.example-2026-11-21.zip");
  expect(exportName("kim@college.example", "archive", NOW)).toMatch(/-2026-11-21\.zip$/);
  expect(exportName("mrose", "mbox", NOW)).toBe("popgate-mrose-2026-11-21.mbox");
});

test("a mailbox's name makes no path, holds nothing invisible, and never pushes out the date", () => {
  expect(exportName("../../etc/passwd", "zip", NOW)).toBe("popgate-.._.._etc_passwd-2026-11-21.zip");
  expect(exportName('a\\b:c"<d>\u202e\u200bfdp', "zip", NOW)).toMatch(
    /^popgate-a_b_c__d_ fdp-2026-11-21\.zip$/,
  );
  const long = exportName(`${"ü".repeat(300)}@x.example`, "mbox", NOW);
  expect(long).toMatch(/^popgate-ü+-2026-11-21\.mbox$/);
  expect(Array.from(long).length).toBeLessThanOrEqual(60);
});
