import { DotStuffer } from "@popgate/server/pop3/wire/dot-stuffing";
import { MultiLineBody } from "@popgate/server/pop3/wire/multi-line-body";
import { parseStatusLine } from "@popgate/server/pop3/wire/status-line";
import { WireError } from "@popgate/server/pop3/wire/wire-error";
import fc from "fast-check";
import { expect, test } from "vitest";
import { referenceDecode } from "../server/pop3/wire/reference-decoder.ts";
import { streamedDecode } from "../server/pop3/wire/streamed-responses.ts";
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS } from "./fuzz-runs.ts";
import { chunkedOctets, wireOctets } from "./wire-octets.ts";

const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });

test(
  "the decoder agrees with the slow one, however the octets are cut",
  () => {
    fc.assert(
      fc.property(chunkedOctets, flags, ({ octets, chunks }, list) => {
        const isMultiLine = (index: number) => list[index % list.length] === true;
        expect(streamedDecode(chunks, isMultiLine)).toEqual(referenceDecode(octets, isMultiLine));
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "what was stuffed comes out as it went in, and nothing behind it is taken",
  () => {
    fc.assert(
      fc.property(chunkedOctets, wireOctets, ({ octets, chunks }, behind) => {
        const stuffer = new DotStuffer();
        const stuffed = Buffer.concat([...chunks.flatMap((chunk) => stuffer.stuff(chunk)), stuffer.end()]);
        const parts: Buffer[] = [];
        const body = new MultiLineBody("crlf", (part) => parts.push(Buffer.from(part)));
        expect(body.push(Buffer.concat([stuffed, behind]), 0)).toBe(stuffed.length);
        const isWhole = octets.length === 0 || octets.subarray(-2).toString("latin1") === "\r\n";
        const expected = isWhole ? octets : Buffer.concat([octets, Buffer.from("\r\n")]);
        expect(Buffer.concat(parts).equals(expected)).toBe(true);
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "a status line is read or refused with a typed error",
  () => {
    fc.assert(
      fc.property(wireOctets, (octets) => {
        try {
          const { status, text } = parseStatusLine(octets);
          expect(["ok", "err", "continue"]).toContain(status);
          expect(text.length).toBeLessThanOrEqual(octets.length);
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);
