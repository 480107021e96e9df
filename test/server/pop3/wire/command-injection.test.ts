import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { WireError } from "@popgate/server/pop3/wire/wire-error";
import { COMMANDS, commandSpec, isVerb, type CommandSpec, type Verb } from "@popgate/shared/pop3/commands";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const VERBS = Object.keys(COMMANDS).filter(isVerb);

/** Something valid for each argument of a verb. */
function validArguments({ args }: CommandSpec): string[] {
  return args.map(({ kind }) => (kind === "number" ? "1" : kind === "base64" ? "QQ==" : "word"));
}

const PLACES = VERBS.flatMap((verb) =>
  commandSpec(verb).args.map((argument, index) => ({ verb, index, name: argument.name })),
);

function withArgument(verb: Verb, index: number, value: string): string[] {
  return validArguments(commandSpec(verb)).with(index, value);
}

describe("no argument can end the line", () => {
  describe.each(PLACES)("$verb, argument $name", ({ verb, index }) => {
    test.each(["\r", "\n", "\0", "\r\n"])("refuses %j at its start, middle and end", (evil) => {
      for (const value of [evil, `${evil}1`, `1${evil}`, `1${evil}DELE 1`, `1${evil}DELE 1${evil}`]) {
        expect(() => encodeCommand(verb, withArgument(verb, index, value))).toThrow(
          expect.objectContaining({ name: "WireError", code: "invalid-argument" }),
        );
      }
    });

    test("refuses to be empty", () => {
      expect(() => encodeCommand(verb, withArgument(verb, index, ""))).toThrow(WireError);
    });
  });

  test("for any text in any argument of any verb: one line or a refusal", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom("\r", "\n", "\0", " ", "1", "a", "é", "\t", "\u2028", "\ud800"),
        maxLength: 8,
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), text, ({ verb, index }, value) => {
        let octets: Buffer;
        try {
          octets = encodeCommand(verb, withArgument(verb, index, value)).octets;
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
          return;
        }
        expect(octets.length).toBeLessThanOrEqual(255);
        expect(octets.indexOf("\r\n")).toBe(octets.length - 2);
        expect(octets.indexOf("\n")).toBe(octets.length - 1);
        expect(octets.includes(0)).toBe(false);
        expect(octets.toString("utf8").startsWith(verb)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a refusal never repeats the argument", () => {
    const value = "hunter2 CRLF\r\nDELE 1";
    for (const { verb, index } of PLACES) {
      expect(() => encodeCommand(verb, withArgument(verb, index, value))).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
      );
    }
  });
});
