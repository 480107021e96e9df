import { apopTimestamp } from "@popgate/server/pop3/login/authentication";
import { describe, expect, test } from "vitest";
import { EVEN_GROWTH, growth } from "../../../support/growth.ts";

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

  // Longer than a greeting can be, so that growth with the square would show.
  test.each([
    ["brackets", (size: number) => "<a@".repeat(size / 3)],
    ["octets without an end", (size: number) => `<${"a".repeat(size / 2)}@${"b".repeat(size / 2)}`],
  ])("takes no more than its length for a greeting of %s", async (_, greeting) => {
    expect(apopTimestamp(greeting(8_000))).toBeUndefined();
    expect(await growth(200_000, (size) => apopTimestamp(greeting(size)))).toBeLessThan(EVEN_GROWTH);
  });
});
