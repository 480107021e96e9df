import { ErrorCode } from "@popgate/shared/api/errors";
import { FAILURE_SENTENCES } from "@popgate/web/lib/messages/failure-sentences";
import { failureWords } from "@popgate/web/lib/messages/failure-words";
import { expect, test } from "vitest";

test("each error code has a sentence of its own that says what to do next", () => {
  const sentences = ErrorCode.options.map((code) => FAILURE_SENTENCES[code]);
  expect(new Set(sentences.map(({ title }) => title)).size).toBe(ErrorCode.options.length);
  for (const { title, next } of sentences) {
    expect(title).toMatch(/\.$/);
    expect(next).toMatch(/\.$/);
  }
});

test("a maildrop in use and a pause between logins do not blame the password", () => {
  for (const code of ["in-use", "login-delay"] as const) {
    expect(FAILURE_SENTENCES[code].next).toContain("password is right");
  }
});

test("the server's words stand beside ours, apart", () => {
  expect(failureWords({ code: "in-use", serverText: "[IN-USE] busy" }).foreign?.text).toBe("[IN-USE] busy");
  expect(failureWords({ code: "in-use" }).foreign).toBeUndefined();
});
