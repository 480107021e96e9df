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

test("a certificate for another name is told with the names that it is for", () => {
  const words = failureWords({
    code: "certificate-other-name",
    certificateNames: ["pop.example.org", "192.0.2.7"],
  });
  expect(words.next).toContain("The certificate is for: pop.example.org, 192.0.2.7.");
});

test("nobody is sent to another port by a failure that another port would not mend", () => {
  const aboutPorts = ErrorCode.options.filter((code) =>
    /\b(?:port|995)\b/i.test(FAILURE_SENTENCES[code].next),
  );
  expect(aboutPorts).toEqual(
    ErrorCode.options.filter((code) => ["refused-port", "no-tls", "no-greeting", "protocol"].includes(code)),
  );
});

test("what may be an attack is called one, and nobody is told to type anything again", () => {
  expect(FAILURE_SENTENCES.injection.title).toContain("tampering");
  expect(FAILURE_SENTENCES.injection.next).not.toContain("Type");
});

test("a refusal that lasts sends nobody past the server's own words", () => {
  expect(FAILURE_SENTENCES["server-permanent"].next).toMatch(/If its words name a setting of your account/);
});
