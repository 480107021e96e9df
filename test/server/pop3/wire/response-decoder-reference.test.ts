import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceDecode } from "./reference-decoder.ts";
import { cutAt, piecesOf, streamedDecode } from "./streamed-responses.ts";

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;

/** Octets in which line endings and dots are as frequent as they are in nobody's mail. */
const spikyOctets = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom([CR], [LF], [DOT], [CR, LF], [CR, LF, DOT], [LF, DOT, LF]) },
      { weight: 2, arbitrary: fc.constantFrom([0x41], [0x00], [0xff]) },
      { weight: 1, arbitrary: fc.constant([CR, LF, DOT, CR, LF]) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.flat()));
const places = fc.array(fc.nat(400), { maxLength: 20 });
const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
const flagAt = (list: readonly boolean[]) => (index: number) => list[index % list.length] === true;

describe("ResponseDecoder and the reference decoder agree", () => {
  test("on spiky octets at any chunking", () => {
    fc.assert(
      fc.property(spikyOctets, places, flags, (octets, cuts, list) => {
        expect(streamedDecode(cutAt(octets, cuts), flagAt(list))).toEqual(
          referenceDecode(octets, flagAt(list)),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test("on the body of a CRLF response", () => {
    fc.assert(
      fc.property(spikyOctets, places, (body, cuts) => {
        const octets = Buffer.concat([Buffer.from("+OK\r\n"), body]);
        const isMultiLine = (index: number) => index === 0;
        expect(streamedDecode(cutAt(octets, cuts), isMultiLine)).toEqual(
          referenceDecode(octets, isMultiLine),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test("on the body of a response that ends its lines with bare LF", () => {
    fc.assert(
      fc.property(spikyOctets, places, (body, cuts) => {
        const octets = Buffer.concat([Buffer.from("+OK\n"), body]);
        const isMultiLine = (index: number) => index === 0;
        expect(streamedDecode(cutAt(octets, cuts), isMultiLine)).toEqual(
          referenceDecode(octets, isMultiLine),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test("on octets of any value, byte by byte", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), flags, (values, list) => {
        const octets = Buffer.from(values);
        expect(streamedDecode(piecesOf(octets, 1), flagAt(list))).toEqual(
          referenceDecode(octets, flagAt(list)),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("on empty chunks between full ones", () => {
    fc.assert(
      fc.property(spikyOctets, places, (octets, cuts) => {
        const chunks = cutAt(octets, cuts).flatMap((chunk) => [Buffer.alloc(0), chunk, Buffer.alloc(0)]);
        expect(streamedDecode(chunks, () => true)).toEqual(referenceDecode(octets, () => true));
      }),
      { numRuns: 500 },
    );
  });
});
