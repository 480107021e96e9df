import {
  LineCollector,
  MAX_LISTING_LINE_OCTETS,
  textLines,
} from "@popgate/server/pop3/client/line-collector";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writePieces } from "./sink-octets.ts";
import { EVEN_GROWTH, growth } from "../../../support/growth.ts";

const limitError = expect.objectContaining({ name: "Pop3Error", kind: "limit" });

function collected(text: string, size?: number, maxLines = 1_000): string[] {
  const { sink, lines } = textLines(() => maxLines);
  writePieces(sink, text, size);
  return lines;
}

describe("LineCollector", () => {
  test("cuts at CRLF and at LF, and keeps a bare CR", () => {
    const text = "a\r\nb\n\r\nc\rd\r\n\n\r\r\n";
    for (const size of [undefined, 1, 2, 3, 5]) {
      expect(collected(text, size)).toEqual(["a", "b", "", "c\rd", "", "\r"]);
    }
  });

  test("does not depend on the chunking", () => {
    const text = fc
      .array(fc.constantFrom("\r", "\n", "\r\n", "a", "bc"), { maxLength: 40 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (given, size) => {
        expect(collected(given, size)).toEqual(collected(given));
      }),
    );
  });

  test("takes the lines that are allowed and refuses one more", () => {
    expect(collected("a\r\n".repeat(200), 7, 200)).toHaveLength(200);
    expect(() => collected("a\r\n".repeat(201), 7, 200)).toThrow(limitError);
  });

  test("asks for the limit at each line: STAT may answer after LIST was sent", () => {
    let limit = 5;
    const { sink, lines } = textLines(() => limit);
    sink.write(Buffer.from("a\r\nb\r\n"));
    limit = 2;
    expect(() => sink.write(Buffer.from("c\r\n"))).toThrow(limitError);
    expect(lines).toEqual(["a", "b"]);
  });

  test.each([undefined, 1, 1_000])(
    "takes the longest line and refuses a longer one in pieces of %s",
    (size) => {
      const longest = "x".repeat(MAX_LISTING_LINE_OCTETS);
      expect(collected(`${longest}\n`, size)).toEqual([longest]);
      expect(() => collected(`${longest}y\n`, size)).toThrow(limitError);
    },
  );

  test("refuses an endless line before it has an end, and holds no more than the limit", () => {
    const { sink } = textLines(() => 10);
    let written = 0;
    const flood = () => {
      for (; written < 10_000_000; written += 4_096) sink.write(Buffer.alloc(4_096, "x"));
    };
    expect(flood).toThrow(limitError);
    expect(written).toBeLessThanOrEqual(MAX_LISTING_LINE_OCTETS + 4_096);
  });

  test("takes no more than their number for 100,000 lines", async () => {
    const readLines = (lines: number) => {
      let count = 0;
      const collector = new LineCollector(
        () => 1_000_000,
        () => (count += 1),
      );
      writePieces(collector, "12345 whqtswO00WBw418f9t5JxYwZ\r\n".repeat(lines), 65_536);
      expect(count).toBe(lines);
    };
    expect(await growth(100_000, readLines)).toBeLessThan(EVEN_GROWTH);
  });
});
