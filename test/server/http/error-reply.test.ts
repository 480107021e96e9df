import { expect, test } from "vitest";
import { ErrorCode } from "@popgate/shared/api/errors";
import { errorAnswer } from "@popgate/server/http/error-reply";
import { FAILURES } from "@popgate/server/http/failure";
import { Pop3Error, type Pop3ErrorKind } from "@popgate/server/pop3/errors";
import { SessionError } from "@popgate/server/sessions/work/session-error";

test.each<[Pop3ErrorKind, number, ErrorCode]>([
  ["hostNotAllowed", 403, "host-not-allowed"],
  ["plaintext", 403, "plaintext-not-allowed"],
  ["auth", 401, "wrong-login"],
  ["inUse", 423, "in-use"],
  ["loginDelay", 429, "login-delay"],
  ["sysTemp", 503, "server-temporary"],
  ["sysPerm", 502, "server-permanent"],
  ["unknownHost", 502, "unknown-host"],
  ["refusedPort", 502, "refused-port"],
  ["noTls", 502, "no-tls"],
  ["certificate", 502, "bad-certificate"],
  ["protocol", 502, "out-of-step"],
  ["desync", 502, "out-of-step"],
  ["closed", 502, "closed"],
  ["timeout", 504, "timeout"],
])("%s becomes %d %s", (kind, status, code) => {
  const answer = errorAnswer(new Pop3Error(kind, "internal words"));
  expect(answer).toMatchObject({ status, error: { code } });
  expect(answer.error.message).not.toContain("internal words");
});

test("every code has its own sentence, which says what to do next", () => {
  const sentences = ErrorCode.options.map((code) => FAILURES[code].message);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/[;,].+\.$/);
});

test("passes on what the server said, with its control characters escaped", () => {
  const facts = {
    stage: "login",
    responseCode: "IN-USE",
    serverText: "[IN-USE] \u001b[2Jlocked",
    retryAfterMs: 5,
  } as const;
  const { error } = errorAnswer(new Pop3Error("inUse", "", facts));
  expect(error).toMatchObject({ stage: "login", responseCode: "IN-USE", retryAfterMs: 5 });
  expect(error.serverText).toBe("[IN-USE] \\x1b[2Jlocked");
});

test("tells nothing of a host that may not be reached", () => {
  const { error } = errorAnswer(
    new Pop3Error("hostNotAllowed", "", { stage: "connect", serverText: "banner" }),
  );
  expect(Object.keys(error)).toEqual(["code", "message", "retryable"]);
});

test("takes a session's code and wait as they are", () => {
  const answer = errorAnswer(new SessionError("login-delay", "words", 7_000));
  expect(answer).toMatchObject({ status: 429, error: { code: "login-delay", retryAfterMs: 7_000 } });
});

test.each([
  [new Error("secret words")],
  ["a string"],
  [Object.assign(new Error("x"), { code: "EPIPE" })],
  [undefined],
])("anything else is internal, and quotes nothing", (thrown) => {
  const answer = errorAnswer(thrown);
  expect(answer).toMatchObject({ status: 500, error: { code: "internal" } });
  expect(JSON.stringify(answer)).not.toContain("secret words");
});
