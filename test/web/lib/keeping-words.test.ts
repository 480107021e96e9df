import { keepingWords } from "@popgate/web/lib/messages/keeping-words";
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
  expect(kept).not.toContain("memory");
  expect(kept).toContain("Which messages you have read is remembered.");
  const failing = keepingWords({ signIns: true, readState: true, failed: true });
  expect(failing).toContain("if it restarts now, you sign in again");
});
