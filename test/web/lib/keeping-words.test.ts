import { readFileSync } from "node:fs";
import { keepingWords, MAIL_IS_NOT_KEPT } from "@popgate/web/lib/messages/keeping-words";
import { expect, test } from "vitest";

test("a password that ends with the process is said to be in memory only", () => {
  const words = keepingWords({ signIns: false, readState: false, failed: false });
  expect(words).toContain("memory");
  expect(words).toContain("when the gateway restarts, you sign in again");
  expect(words).not.toContain("remembered");
});

test("a password that is kept is not said to be in memory, nor to be safe from a restart while the store fails", () => {
  const kept = keepingWords({ signIns: true, readState: true, failed: false });
  expect(kept).toContain("also when this gateway restarts");
  expect(kept.replace(MAIL_IS_NOT_KEPT, "")).not.toContain("memory");
  expect(kept).toContain("Which messages you have read is remembered.");
  const failing = keepingWords({ signIns: true, readState: true, failed: true });
  expect(failing).toContain("if it restarts now, you sign in again");
});

test("the page and the README say the same of where mail is", () => {
  expect(keepingWords({ signIns: true, readState: false, failed: false })).toContain(MAIL_IS_NOT_KEPT);
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  expect(readme.replaceAll(/\s+/g, " ")).toContain(MAIL_IS_NOT_KEPT);
});
