import { cramMd5 } from "@popgate/server/pop3/sasl/cram-md5";
import { login } from "@popgate/server/pop3/sasl/login";
import { SaslError, type SaslExchange } from "@popgate/server/pop3/sasl/mechanism";
import { plain } from "@popgate/server/pop3/sasl/plain";
import { describe, expect, test } from "vitest";

const tim = { user: "tim", secret: () => "tanstaaftanstaaf" };
/** These have nothing to derive: they answer at once. */
function say(exchange: SaslExchange, challenge: string): string {
  const response = exchange.respond(Buffer.from(challenge));
  if (response instanceof Promise) throw new Error("the answer should have been there at once");
  return response.toString();
}

describe("CRAM-MD5", () => {
  test("answers the challenge of RFC 2195 §3", () => {
    const exchange = cramMd5.begin(tim);
    expect(exchange.initial).toBeUndefined();
    expect(exchange.hasAnswered()).toBe(false);
    expect(say(exchange, "<1896.697170952@postoffice.reston.mci.net>")).toBe(
      "tim b913a602c7eda7a495b4e6e7334d3890",
    );
    expect(exchange.hasAnswered()).toBe(true);
  });

  test("answers once", () => {
    const exchange = cramMd5.begin(tim);
    say(exchange, "<1@b>");
    expect(() => say(exchange, "<2@b>")).toThrow(SaslError);
  });

  test("takes a password longer than MD5's block and one beyond ASCII", () => {
    const of = (secret: string) => say(cramMd5.begin({ user: "u", secret: () => secret }), "<1@b>");
    expect(of("x".repeat(100))).toMatch(/^u [0-9a-f]{32}$/);
    expect(of("pässwörd")).not.toBe(of("password"));
  });
});

describe("PLAIN", () => {
  test("says RFC 4616's three fields, the first one empty", () => {
    expect(plain.begin(tim).initial?.().toString("base64")).toBe("AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
  });

  test("says UTF-8", () => {
    const exchange = plain.begin({ user: "rosé", secret: () => "pæss wörd" });
    expect(exchange.initial?.().toString("utf8")).toBe("\0rosé\0pæss wörd");
  });

  test.each([
    ["user", { user: "a\0admin", secret: () => "x" }],
    ["password", { user: "a", secret: () => "x\0y" }],
  ])("refuses a NUL in the %s, which would shift the fields", (_what, credentials) => {
    expect(() => plain.begin(credentials).initial?.()).toThrow(SaslError);
  });

  test("has nothing to say to a second challenge", () => {
    const exchange = plain.begin(tim);
    expect(exchange.hasAnswered()).toBe(false);
    exchange.initial?.();
    expect(exchange.hasAnswered()).toBe(true);
    expect(() => say(exchange, "")).toThrow(SaslError);
  });
});

describe("LOGIN", () => {
  test("answers two prompts, whatever they say", () => {
    for (const [first, second] of [
      ["Username:", "Password:"],
      ["User Name\0", "Password\0"],
      ["", ""],
      ["Password:", "Username:"],
    ] as const) {
      const exchange = login.begin(tim);
      expect([say(exchange, first), exchange.hasAnswered()]).toEqual(["tim", false]);
      expect([say(exchange, second), exchange.hasAnswered()]).toEqual(["tanstaaftanstaaf", true]);
    }
  });

  test("does not answer a third", () => {
    const exchange = login.begin(tim);
    say(exchange, "");
    say(exchange, "");
    expect(() => say(exchange, "")).toThrow(SaslError);
  });

  test("opens the password only when it is asked for", () => {
    let opened = 0;
    const exchange = login.begin({ user: "u", secret: () => `secret ${(opened += 1)}` });
    say(exchange, "");
    expect(opened).toBe(0);
    say(exchange, "");
    expect(opened).toBe(1);
  });
});
