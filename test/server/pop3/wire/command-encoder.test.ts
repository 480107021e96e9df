import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { WireError } from "@popgate/server/pop3/wire/wire-error";
import { COMMANDS, isVerb } from "@popgate/shared/pop3/commands";
import { describe, expect, test } from "vitest";

const lineOf = (...given: Parameters<typeof encodeCommand>) =>
  encodeCommand(...given).octets.toString("utf8");

describe("encodeCommand", () => {
  test.each([
    ["STAT", [], "STAT\r\n"],
    ["RETR", [7], "RETR 7\r\n"],
    ["TOP", [7, 0], "TOP 7 0\r\n"],
    ["LIST", [], "LIST\r\n"],
    ["LIST", ["3"], "LIST 3\r\n"],
    ["AUTH", ["PLAIN"], "AUTH PLAIN\r\n"],
    ["AUTH", ["PLAIN", "="], "AUTH PLAIN =\r\n"],
    ["USER", ["mrose@dbc.example"], "USER mrose@dbc.example\r\n"],
    ["USER", ["marshall rose"], "USER marshall rose\r\n"],
    ["PASS", ["two words  and more "], "PASS two words  and more \r\n"],
    ["PASS", ["\tü\u0001"], "PASS \tü\u0001\r\n"],
  ] as const)("writes %s %j", (verb, args, line) => {
    expect(lineOf(verb, args)).toBe(line);
  });

  test.each([
    ["APOP", ["a b", "c"]],
    ["APOP", ["a\u00a0b", "c"]],
    ["USER", ["a\tb"]],
    ["USER", ["a\u007fb"]],
    ["APOP", ["a", "b c"]],
    ["RETR", []],
    ["RETR", ["x"]],
    ["RETR", [-1]],
    ["RETR", [1.5]],
    ["RETR", [Number.NaN]],
    ["RETR", [1e21]],
    ["RETR", ["0x1"]],
    ["RETR", ["12345678901"]],
    ["RETR", [1, 2]],
    ["TOP", [1]],
    ["STAT", ["1"]],
    ["QUIT", [" "]],
    ["AUTH", ["PLAIN", "not base64"]],
    ["AUTH", ["PLAIN", "====="]],
  ] as const)("refuses %s %j", (verb, args) => {
    expect(() => encodeCommand(verb, args)).toThrow(
      expect.objectContaining({ name: "WireError", code: "invalid-argument" }),
    );
  });

  test("writes 255 octets with CRLF and refuses 256", () => {
    expect(encodeCommand("PASS", ["x".repeat(248)]).octets).toHaveLength(255);
    expect(() => encodeCommand("PASS", ["x".repeat(249)])).toThrow(
      expect.objectContaining({ code: "command-too-long" }),
    );
  });

  test("counts octets, not characters", () => {
    expect(encodeCommand("PASS", ["ü".repeat(124)]).octets).toHaveLength(255);
    expect(() => encodeCommand("PASS", [`${"ü".repeat(124)}x`])).toThrow(WireError);
  });

  test("shows a mask of one length for every secret", () => {
    const shown = ["a", "much longer than that"].map((secret) => encodeCommand("PASS", [secret]));
    expect(shown.map((command) => command.shown)).toEqual(["PASS ••••••", "PASS ••••••"]);
    expect(shown.every((command) => command.secret)).toBe(true);
    expect(encodeCommand("APOP", ["mrose", "c4c9334bac560ecc979e58001b3e22fb"]).shown).toBe(
      "APOP mrose ••••••",
    );
    expect(encodeCommand("AUTH", ["PLAIN", "AGEAYg=="]).shown).toBe("AUTH PLAIN ••••••");
  });

  test("shows what is no secret as it is", () => {
    expect(encodeCommand("AUTH", ["PLAIN"])).toMatchObject({ shown: "AUTH PLAIN", secret: false });
    expect(encodeCommand("USER", ["mrose"])).toMatchObject({ shown: "USER mrose", secret: false });
  });

  test.each([
    ["LIST", [], true],
    ["LIST", [1], false],
    ["UIDL", [], true],
    ["UIDL", [1], false],
    ["RETR", [1], true],
    ["TOP", [1, 0], true],
    ["CAPA", [], true],
    ["AUTH", [], true],
    ["AUTH", ["PLAIN"], false],
    ["STAT", [], false],
    ["QUIT", [], false],
  ] as const)("knows whether lines follow %s %j: %s", (verb, args, multiLine) => {
    expect(encodeCommand(verb, args).multiLine).toBe(multiLine);
  });

  test("names the barriers: sign-in and who asks for it, TLS, QUIT and UTF8", () => {
    const barriers = Object.entries(COMMANDS).flatMap(([verb, spec]) => ("barrier" in spec ? [verb] : []));
    expect(barriers.filter(isVerb).toSorted()).toEqual([
      "APOP",
      "AUTH",
      "PASS",
      "QUIT",
      "STLS",
      "USER",
      "UTF8",
      "XCLIENT",
    ]);
    expect(encodeCommand("QUIT").barrier).toBe(true);
    expect(encodeCommand("RETR", [1]).barrier).toBe(false);
  });
});
