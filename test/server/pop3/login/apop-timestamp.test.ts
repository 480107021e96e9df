import { apopTimestamp } from "@popgate/server/pop3/login/authentication";
import { describe, expect, test } from "vitest";

describe("apopTimestamp", () => {
  test.each([
    ["POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "<1896.697170952@dbc.mtview.ca.us>"],
    ["<1@b> first", "<1@b>"],
    ["<no.at.sign> then <1@b>", "<1@b>"],
    ["ready<1@b>and on", "<1@b>"],
    ["<1@b> <2@c>", "<1@b>"],
    ["<!#$%&'*+-/=?^_`{|}~@[127.0.0.1]>", "<!#$%&'*+-/=?^_`{|}~@[127.0.0.1]>"],
  ])("finds the timestamp of %j", (greeting, expected) => {
    expect(apopTimestamp(greeting)).toBe(expected);
  });

  test.each([
    "",
    "ready",
    "<a.b.c>",
    "<@b>",
    "<a@>",
    "<@>",
    "<a@b@c>",
    "<a b@c>",
    "<a@b c>",
    "<a@b",
    "a@b>",
    "<<a@b",
    "<a\u0001@b>",
    "<a@b\u007f>",
    "<ä@b>",
    "<a@b\u00ff>",
  ])("finds none in %j", (greeting) => {
    expect(apopTimestamp(greeting)).toBeUndefined();
  });

  test("is quick on a greeting made to be slow", () => {
    const started = performance.now();
    expect(apopTimestamp(`${"<a@".repeat(2_700)}`)).toBeUndefined();
    expect(apopTimestamp(`<${"a".repeat(8_000)}@${"b".repeat(8_000)}`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(500);
  });
});
