import { Capabilities } from "@popgate/server/pop3/client/capabilities";
import { textLines } from "@popgate/server/pop3/client/line-collector";
import { listEntries, parseStat, uidlEntries } from "@popgate/server/pop3/client/listing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS } from "./fuzz-runs.ts";
import { chunkedOctets } from "./wire-octets.ts";

const LIMIT = () => 1_000;
const listing = fc
  .array(
    fc.tuple(
      fc.oneof(fc.nat().map(String), fc.constantFrom("", "0", "-1", "99999999999", "1x", " 7")),
      fc.constantFrom(" ", "  ", "\t", ""),
      fc.oneof(fc.string({ unit: "binary-ascii", maxLength: 12 }), fc.integer().map(String)),
      fc.constantFrom("\r\n", "\n"),
    ),
    { maxLength: 30 },
  )
  .map((rows) => Buffer.from(rows.map((row) => row.join("")).join(""), "latin1"));

/** The listing as a plain reading of its whole lines tells it. */
function plainly(octets: Buffer): { number: number; rest: string }[] {
  const lines = octets.toString("latin1").split("\n").slice(0, -1);
  return lines.flatMap((line) => {
    const match = /^[ \t]*(\d+)(?:[ \t]+(.*))?$/s.exec(line.replace(/\r$/, ""));
    const number = Number(match?.[1]);
    if (match === null || number < 1 || number > 9_999_999_999) return [];
    return [{ number, rest: match[2] ?? "" }];
  });
}

test(
  "LIST and UIDL tell what a plain reading tells, however they are cut",
  () => {
    fc.assert(
      fc.property(listing, fc.integer({ min: 1, max: 40 }), (octets, size) => {
        const list = listEntries(LIMIT);
        const uidl = uidlEntries(LIMIT);
        for (let at = 0; at < octets.length; at += size) {
          list.sink.write(octets.subarray(at, at + size));
          uidl.sink.write(octets.subarray(at, at + size));
        }
        const expected = plainly(octets);
        expect(list.entries.map(({ number }) => number)).toEqual(expected.map(({ number }) => number));
        expect(uidl.entries).toEqual(
          expected.map(({ number, rest }) => ({ number, uniqueId: rest.replace(/[ \t]+$/, "") })),
        );
        for (const entry of list.entries)
          expect(entry.octets === null || (Number.isSafeInteger(entry.octets) && entry.octets >= 0)).toBe(
            true,
          );
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "capability lists and STAT take any octets",
  () => {
    fc.assert(
      fc.property(chunkedOctets, ({ octets, chunks }) => {
        const { sink, lines } = textLines(LIMIT);
        for (const chunk of chunks) sink.write(chunk);
        const capabilities = new Capabilities(lines);
        const { loginDelayMs = 0, expireDays = 0, mechanisms } = capabilities;
        expect([loginDelayMs >= 0, expireDays >= 0, Array.isArray(mechanisms)]).toEqual([true, true, true]);
        const stat = parseStat(octets.toString("latin1"));
        expect(stat === undefined || (stat.octets ?? 0) >= 0).toBe(true);
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);
