import { parseAddressList } from "@popgate/server/messages/header/address-list";
import { expect, test } from "vitest";

test.each<[string, [string, string][]]>([
  ["a@example.org", [["", "a@example.org"]]],
  ["<a@example.org>", [["", "a@example.org"]]],
  [
    "Ann <a@example.org>, Bob <b@example.org>",
    [
      ["Ann", "a@example.org"],
      ["Bob", "b@example.org"],
    ],
  ],
  ['"Last, First" <a@example.org>', [["Last, First", "a@example.org"]]],
  ['"say \\"hi\\"" <a@example.org>', [['say "hi"', "a@example.org"]]],
  ["a@example.org (Ann (the first))", [["Ann (the first)", "a@example.org"]]],
  ["Ann (office) <a@example.org>", [["Ann", "a@example.org"]]],
  [
    "Team: a@example.org, Bob <b@example.org>;",
    [
      ["", "a@example.org"],
      ["Bob", "b@example.org"],
    ],
  ],
  ["undisclosed-recipients:;", [["undisclosed-recipients", ""]]],
  [
    "Team: a@example.org;, c@example.org",
    [
      ["", "a@example.org"],
      ["", "c@example.org"],
    ],
  ],
  ["=?utf-8?Q?M=C3=BCller=2C_J=C3=BCrgen?= <j@example.org>", [["Müller, Jürgen", "j@example.org"]]],
  [
    "=?utf-8?Q?x_=3Cevil=40example.com=3E?= <real@example.org>",
    [["x <evil@example.com>", "real@example.org"]],
  ],
  ["<@relay.example,@b.example:user@example.org>", [["", "user@example.org"]]],
  [
    "a@example.org; b@example.org",
    [
      ["", "a@example.org"],
      ["", "b@example.org"],
    ],
  ],
  ["Ann a@example.org", [["Ann", "a@example.org"]]],
  ["Just A Name", [["Just A Name", ""]]],
  ["Ann <a@example.org", [["Ann", "a@example.org"]]],
  [",, ,a@example.org,,", [["", "a@example.org"]]],
  ["", []],
  ["<>", [["", ""]]],
  ["Ann <a @ example.org>", [["Ann", "a@example.org"]]],
])("reads %j", (written, expected) => {
  expect(parseAddressList(written, 100).map(({ name, address }) => [name, address])).toEqual(expected);
});

test("stops at its limit", () => {
  expect(parseAddressList("a@example.org,".repeat(5000), 7)).toHaveLength(7);
});

test("a name cannot turn the line around", () => {
  expect(parseAddressList("=?utf-8?B?4oCuZWxwb2Vw?= <a@example.org>", 1)[0]?.name).toBe("elpoep");
});
