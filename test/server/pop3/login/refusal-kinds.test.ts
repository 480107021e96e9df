import { kindOfResponseCode, Pop3Error, refusal } from "@popgate/server/pop3/errors";
import { parseStatusLine } from "@popgate/server/pop3/wire/status-line";
import type { Verb } from "@popgate/shared/pop3/commands";
import { describe, expect, test } from "vitest";

function refused(
  verb: Verb,
  line: string,
  context: { tellsAuthFailures?: boolean; loginDelayMs?: number } = {},
) {
  return refusal(verb, parseStatusLine(Buffer.from(line)), { tellsAuthFailures: false, ...context });
}

describe("refusal", () => {
  test.each([
    ["-ERR [IN-USE] maildrop locked", "inUse"],
    ["-ERR [in-use] maildrop locked", "inUse"],
    ["-ERR [SYS/TEMP] disk full", "sysTemp"],
    ["-ERR [SYS/PERM] no such store", "sysPerm"],
    ["-ERR [LOGIN-DELAY] slowly", "loginDelay"],
    ["-ERR [AUTH] who?", "auth"],
    ["-ERR [X-THING] hm", "auth"],
    ["-ERR wrong password", "auth"],
    ["-ERR", "auth"],
  ])("of PASS with %j is %s", (line, kind) => {
    expect(refused("PASS", line)).toMatchObject({ kind, verb: "PASS", connectionUsable: true });
  });

  test.each(["USER", "PASS", "APOP", "AUTH"] as const)(
    "of %s is blamed on the password only with [AUTH] where the server says that it tells (RFC 3206 §6)",
    (verb) => {
      expect(refused(verb, "-ERR no", { tellsAuthFailures: true }).kind).toBe("refused");
      expect(refused(verb, "-ERR [AUTH] no", { tellsAuthFailures: true }).kind).toBe("auth");
      expect(refused(verb, "-ERR no", { tellsAuthFailures: false }).kind).toBe("auth");
    },
  );

  test.each(["RETR", "DELE", "TOP", "STAT", "QUIT", "STLS"] as const)(
    "of %s is never about a password",
    (verb) => {
      expect(refused(verb, "-ERR no such message").kind).toBe("refused");
    },
  );

  test("for coming too soon tells how long to wait, where the server told", () => {
    expect(refused("PASS", "-ERR [LOGIN-DELAY] x", { loginDelayMs: 900_000 }).retryAfterMs).toBe(900_000);
    expect(refused("PASS", "-ERR [LOGIN-DELAY] x").retryAfterMs).toBeUndefined();
    expect(refused("PASS", "-ERR [IN-USE] x", { loginDelayMs: 900_000 }).retryAfterMs).toBeUndefined();
  });

  test("keeps the server's words apart from ours", () => {
    const error = refused("RETR", "-ERR [SYS/TEMP] the \u001b[31mdisk\u001b[0m is full");
    expect(error.serverText).toBe("[SYS/TEMP] the \u001b[31mdisk\u001b[0m is full");
    expect(error.responseCode).toBe("SYS/TEMP");
    expect(error.message).not.toContain("disk");
  });

  test("an unknown response code has no kind of its own", () => {
    expect(kindOfResponseCode("SYS/OTHER")).toBeUndefined();
    expect(kindOfResponseCode(undefined)).toBeUndefined();
  });
});

describe("Pop3Error.at", () => {
  test("adds the stage and loses nothing", () => {
    const cause = new Error("below");
    const error = new Pop3Error(
      "loginDelay",
      "later",
      { verb: "PASS", responseCode: "LOGIN-DELAY", serverText: "[LOGIN-DELAY]", retryAfterMs: 5, cause },
      true,
    ).at("login");
    expect(error).toMatchObject({
      kind: "loginDelay",
      message: "later",
      stage: "login",
      verb: "PASS",
      responseCode: "LOGIN-DELAY",
      serverText: "[LOGIN-DELAY]",
      retryAfterMs: 5,
      cause,
      connectionUsable: true,
    });
  });

  test("keeps the first stage that was told", () => {
    expect(new Pop3Error("tls", "x").at("tls").at("login").stage).toBe("tls");
  });
});
