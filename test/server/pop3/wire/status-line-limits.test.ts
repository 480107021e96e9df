import { MAX_STATUS_LINE_OCTETS, ResponseDecoder } from "@popgate/server/pop3/wire/response-decoder";
import { WireError } from "@popgate/server/pop3/wire/wire-error";
import { describe, expect, test } from "vitest";
import { piecesOf } from "./streamed-responses.ts";

function decoder(lines: string[] = []): ResponseDecoder {
  return new ResponseDecoder({
    statusLine: (line) => {
      lines.push(line.toString("latin1"));
      return false;
    },
    body: () => {},
    end: () => {},
  });
}

function codeOf(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    return error instanceof WireError ? error.code : String(error);
  }
  return undefined;
}

describe("ResponseDecoder's limit for a status line", () => {
  const longest = `+OK ${"x".repeat(MAX_STATUS_LINE_OCTETS - 5)}\r\n`;

  test.each([1, 7, 1_024, 100_000])("takes the longest line in pieces of %i octets", (size) => {
    const lines: string[] = [];
    const reader = decoder(lines);
    for (const piece of piecesOf(Buffer.from(longest), size)) reader.push(piece);
    expect(lines).toEqual([longest.slice(0, -2)]);
  });

  test.each([1, 7, 1_024, 100_000])("refuses one octet more in pieces of %i octets", (size) => {
    const lines: string[] = [];
    const reader = decoder(lines);
    const work = () => {
      for (const piece of piecesOf(Buffer.from(`+OK x${longest.slice(4)}`), size)) reader.push(piece);
    };
    expect(codeOf(work)).toBe("line-too-long");
    expect(lines).toEqual([]);
  });

  test("refuses an endless line at the limit, not at its end", () => {
    const reader = decoder();
    let pushed = 0;
    const work = () => {
      for (; pushed < 1_000_000; pushed += 100) reader.push(Buffer.alloc(100, "x"));
    };
    expect(codeOf(work)).toBe("line-too-long");
    expect(pushed).toBeLessThanOrEqual(MAX_STATUS_LINE_OCTETS);
  });

  test("refuses a chunk that is one endless line before it copies it", () => {
    const reader = decoder();
    expect(codeOf(() => reader.push(Buffer.alloc(300_000_000)))).toBe("line-too-long");
  });

  test("counts each line for itself", () => {
    const lines: string[] = [];
    const reader = decoder(lines);
    const line = `+OK ${"y".repeat(5_000)}\r\n`;
    reader.push(Buffer.from(line.repeat(20)));
    expect(lines).toHaveLength(20);
  });
});

describe("ResponseDecoder's state", () => {
  test("is idle between responses and not within them", () => {
    let isMultiLine = false;
    const reader = new ResponseDecoder({ statusLine: () => isMultiLine, body: () => {}, end: () => {} });
    expect(reader.isIdle).toBe(true);
    reader.push(Buffer.from("+"));
    expect(reader.isIdle).toBe(false);
    isMultiLine = true;
    reader.push(Buffer.from("OK\r\n"));
    expect([reader.isIdle, reader.isInBody]).toEqual([false, true]);
    reader.push(Buffer.from("a\r\n.\r\n"));
    expect([reader.isIdle, reader.isInBody]).toEqual([true, false]);
  });

  test("hears nothing more after stop, not even of the chunk at hand", () => {
    const lines: string[] = [];
    const reader = new ResponseDecoder({
      statusLine: (line) => {
        lines.push(line.toString());
        reader.stop();
        return false;
      },
      body: () => {},
      end: () => {},
    });
    reader.push(Buffer.from("+OK 1\r\n+OK 2\r\n"));
    reader.push(Buffer.from("+OK 3\r\n"));
    expect(lines).toEqual(["+OK 1"]);
  });
});
