import { Capabilities } from "@popgate/server/pop3/client/capabilities";
import { refusalContext } from "@popgate/server/pop3/client/refusal-context";
import { describe, expect, test } from "vitest";

describe("Capabilities", () => {
  test("knows tags in any case, with arguments as they were sent", () => {
    const capabilities = new Capabilities([
      "top",
      "Sasl Plain cram-MD5",
      "EXPIRE 60 USER",
      "IMPLEMENTATION X 1.0",
    ]);
    expect(capabilities.has("TOP")).toBe(true);
    expect(capabilities.mechanisms).toEqual(["PLAIN", "CRAM-MD5"]);
    expect(capabilities.args("EXPIRE")).toEqual(["60", "USER"]);
    expect(capabilities.lines).toEqual([
      "TOP",
      "SASL Plain cram-MD5",
      "EXPIRE 60 USER",
      "IMPLEMENTATION X 1.0",
    ]);
  });

  test("takes blanks anywhere and leaves empty lines out", () => {
    const capabilities = new Capabilities(["  TOP ", "", "   ", "SASL\tPLAIN   LOGIN "]);
    expect(capabilities.lines).toEqual(["TOP", "SASL PLAIN LOGIN"]);
  });

  test("knows nothing where CAPA told nothing", () => {
    const capabilities = new Capabilities([]);
    expect(capabilities.has("UIDL")).toBe(false);
    expect(capabilities.args("SASL")).toEqual([]);
    expect(capabilities.mechanisms).toEqual([]);
    expect(capabilities.loginDelayMs).toBeUndefined();
  });

  test.each(["constructor", "__proto__", "toString"])("does not take %s for a capability", (tag) => {
    expect(new Capabilities([]).has(tag)).toBe(false);
  });

  test.each([
    ["LOGIN-DELAY 900", 900_000],
    ["login-delay 60 USER", 60_000],
    ["LOGIN-DELAY", undefined],
    ["LOGIN-DELAY 0", undefined],
    ["LOGIN-DELAY -5", undefined],
    ["LOGIN-DELAY soon", undefined],
    ["LOGIN-DELAY 1.5", undefined],
    ["LOGIN-DELAY 1e400", undefined],
  ])("reads %j as %s ms", (line, expected) => {
    expect(new Capabilities([line]).loginDelayMs).toBe(expected);
  });

  test.each([
    ["EXPIRE 0", 0],
    ["expire 30 USER", 30],
    ["EXPIRE 0 USER", 0],
    ["EXPIRE NEVER", Number.POSITIVE_INFINITY],
    ["EXPIRE never USER", Number.POSITIVE_INFINITY],
    ["EXPIRENEVER", undefined],
    ["EXPIRE", undefined],
    ["EXPIRE -1", undefined],
    ["EXPIRE soon", undefined],
    ["TOP", undefined],
  ])("reads %j as %s days until messages go", (line, expected) => {
    expect(new Capabilities([line]).expireDays).toBe(expected);
  });

  test("says what an -ERR means", () => {
    expect(refusalContext(new Capabilities([]))).toEqual({ tellsAuthFailures: false });
    expect(refusalContext(new Capabilities(["AUTH-RESP-CODE", "LOGIN-DELAY 5"]))).toEqual({
      tellsAuthFailures: true,
      loginDelayMs: 5_000,
    });
  });
});
