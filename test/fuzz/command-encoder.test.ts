import { COMMANDS, MAX_COMMAND_OCTETS, type Verb } from "@popgate/shared/pop3/commands";
import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { CommandLineDecoder } from "@popgate/server/pop3/wire/command-line";
import { WireError } from "@popgate/server/pop3/wire/wire-error";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS } from "./fuzz-runs.ts";
import { chunkedOctets } from "./wire-octets.ts";

// Every verb is a key of the table.
const verb = fc.constantFrom(...(Object.keys(COMMANDS) as Verb[]));
const argument = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("pw\r\nDELE 1", "a\nb", "a\0b", "a b", "", "\r", "1", "x".repeat(300), "YQ==", "ü"),
  fc.integer().map(String),
);

test(
  "a command is one line within its limit, or is refused before there is a byte of it",
  () => {
    fc.assert(
      fc.property(verb, fc.array(argument, { maxLength: 3 }), (name, args) => {
        let octets: Buffer;
        try {
          ({ octets } = encodeCommand(name, args));
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
          return;
        }
        expect(octets.length).toBeLessThanOrEqual(MAX_COMMAND_OCTETS);
        expect(octets.subarray(-2).toString()).toBe("\r\n");
        expect(/[\r\n\0]/.test(octets.subarray(0, -2).toString("latin1"))).toBe(false);
        expect(octets.subarray(0, -2).toString("utf8")).toBe([name, ...args].join(" "));
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "command lines are cut alike, however they arrive",
  () => {
    const linesOf = (chunks: readonly Buffer[]) => {
      const decoder = new CommandLineDecoder();
      const lines: string[] = [];
      for (const chunk of chunks) {
        decoder.push(chunk);
        for (let line = decoder.next(64); line !== undefined; line = decoder.next(64))
          lines.push(line.kind === "line" ? `${line.ending} ${line.octets.toString("latin1")}` : line.kind);
      }
      return lines;
    };
    fc.assert(
      fc.property(chunkedOctets, ({ octets, chunks }) => {
        expect(linesOf(chunks)).toEqual(linesOf([octets]));
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);
