import { methodName, methodsFor, type MethodContext } from "@popgate/server/pop3/login/authentication";
import { Capabilities } from "@popgate/server/pop3/client/capabilities";
import type { Mechanism } from "@popgate/shared/api/mailbox";
import { describe, expect, test } from "vitest";

const ALL = "SASL LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 XOAUTH2 EXTERNAL GSSAPI";
const GREETING = "POP3 server ready <1896.697170952@dbc.mtview.ca.us>";

function names(chosen: Mechanism, lines: string[], more: Partial<MethodContext> = {}): string[] {
  return methodsFor({
    chosen,
    capabilities: new Capabilities(lines),
    greeting: GREETING,
    isSecure: false,
    allowsPlaintext: false,
    allowsExternal: true,
    ...more,
  }).map(methodName);
}

const SECURE = { isSecure: true };
const ALLOWED = { allowsPlaintext: true };

describe("methodsFor, automatic", () => {
  test.each<[string, string[], Partial<MethodContext>, string[]]>([
    [
      "over TLS: SCRAM, PLAIN, LOGIN, USER",
      [ALL, "USER"],
      SECURE,
      ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "USER"],
    ],
    [
      "over TLS without USER in CAPA: no USER",
      [ALL],
      SECURE,
      ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"],
    ],
    ["in plain: SCRAM and CRAM-MD5 only", [ALL, "USER"], {}, ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"]],
    [
      "in plain where allowed: everything",
      [ALL, "USER"],
      ALLOWED,
      ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN", "USER"],
    ],
    ["no CAPA over TLS: USER", [], SECURE, ["USER"]],
    ["no CAPA in plain: nothing", [], {}, []],
    ["no CAPA in plain where allowed: USER", [], ALLOWED, ["USER"]],
    ["CAPA without SASL and USER: USER is all there is", ["TOP"], SECURE, ["USER"]],
    ["only unknown mechanisms: USER", ["SASL GSSAPI NTLM"], SECURE, ["USER"]],
    ["only PLAIN in plain: nothing", ["SASL PLAIN", "USER"], {}, []],
    ["mechanisms in any case", ["sasl plain"], SECURE, ["PLAIN"]],
    ["CRAM-MD5 alone over TLS: USER", ["SASL CRAM-MD5"], SECURE, ["USER"]],
  ])("%s", (_name, lines, more, expected) => {
    expect(names("auto", lines, more)).toEqual(expected);
  });

  test("never hands the password to a mechanism that wants a token or a certificate", () => {
    const listed = ["SASL OAUTHBEARER XOAUTH2 EXTERNAL", "USER"];
    expect(names("auto", listed, SECURE)).toEqual(["USER"]);
  });

  test("binds SCRAM to the connection only when asked to: some servers mean another binding", () => {
    const listed = ["SASL SCRAM-SHA-256 SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS PLAIN"];
    const bound = { ...SECURE, channelBinding: Buffer.alloc(32) };
    expect(names("auto", listed, bound)).toEqual(["SCRAM-SHA-256", "PLAIN"]);
    expect(names("SCRAM-SHA-1-PLUS", listed, bound)).toEqual(["SCRAM-SHA-1-PLUS"]);
  });

  test("never chooses APOP, whatever the greeting announces", () => {
    for (const more of [SECURE, ALLOWED, {}])
      expect(names("auto", [ALL, "USER"], more)).not.toContain("APOP");
  });
});

describe("methodsFor, chosen by the person", () => {
  test.each<Mechanism>(["CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"])(
    "tries %s even unannounced and in plain",
    (chosen) => {
      expect(names(chosen, [])).toEqual([chosen]);
    },
  );

  test.each<Mechanism>(["PLAIN", "LOGIN", "USER"])("tries %s in plain only where allowed", (chosen) => {
    expect(names(chosen, [ALL, "USER"])).toEqual([]);
    expect(names(chosen, [ALL, "USER"], ALLOWED)).toEqual([chosen]);
    expect(names(chosen, [ALL, "USER"], SECURE)).toEqual([chosen]);
  });

  test.each<Mechanism>(["XOAUTH2", "OAUTHBEARER"])(
    "tries %s over TLS only: a token is a password",
    (chosen) => {
      expect(names(chosen, [])).toEqual([]);
      expect(names(chosen, [], SECURE)).toEqual([chosen]);
    },
  );

  test("tries a bound SCRAM only where the connection can be bound", () => {
    expect(names("SCRAM-SHA-256-PLUS", [ALL], SECURE)).toEqual([]);
    const bound = { ...SECURE, channelBinding: Buffer.alloc(32) };
    expect(names("SCRAM-SHA-256-PLUS", [ALL], bound)).toEqual(["SCRAM-SHA-256-PLUS"]);
  });

  test("tries nothing else than what was chosen", () => {
    expect(names("LOGIN", [ALL, "USER"], SECURE)).toEqual(["LOGIN"]);
  });

  test("tries APOP with a timestamp and not without", () => {
    expect(names("APOP", [])).toEqual(["APOP"]);
    expect(names("APOP", [], { greeting: "ready" })).toEqual([]);
  });
});

test("EXTERNAL is not to be had where the gateway's certificate signs nobody in", () => {
  expect(names("EXTERNAL", [ALL], SECURE)).toEqual(["EXTERNAL"]);
  expect(names("EXTERNAL", [ALL], { ...SECURE, allowsExternal: false })).toEqual([]);
});
