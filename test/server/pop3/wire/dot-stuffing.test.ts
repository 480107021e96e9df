import { DotStuffer } from "@popgate/server/pop3/wire/dot-stuffing";
import { MultiLineBody } from "@popgate/server/pop3/wire/multi-line-body";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutAt } from "./streamed-responses.ts";

function stuffed(chunks: readonly Buffer[]): Buffer {
  const stuffer = new DotStuffer();
  return Buffer.concat([...chunks.flatMap((chunk) => stuffer.stuff(chunk)), stuffer.end()]);
}

function unstuffed(chunks: readonly Buffer[]): { octets: Buffer; isComplete: boolean; consumed: number } {
  const parts: Buffer[] = [];
  const body = new MultiLineBody("crlf", (octets) => parts.push(Buffer.from(octets)));
  const consumed = chunks.reduce((sum, chunk) => sum + (body.isComplete ? 0 : body.push(chunk, 0)), 0);
  return { octets: Buffer.concat(parts), isComplete: body.isComplete, consumed };
}

const mail = fc
  .array(fc.constantFrom("\r\n", "\r\n.", "\r", "\n", ".", "\n.", ".\r\n", "a", "\0", "\xff"), {
    maxLength: 40,
  })
  .map((parts) => Buffer.from(parts.join(""), "latin1"));
const places = fc.array(fc.nat(200), { maxLength: 12 });

describe("DotStuffer", () => {
  test.each([
    ["", ".\r\n"],
    ["a", "a\r\n.\r\n"],
    ["a\r\n", "a\r\n.\r\n"],
    [".", "..\r\n.\r\n"],
    [".\r\n", "..\r\n.\r\n"],
    ["a\r\n.\r\n", "a\r\n..\r\n.\r\n"],
    ["a\r\n..b", "a\r\n...b\r\n.\r\n"],
    ["a.\r\n", "a.\r\n.\r\n"],
    ["a\n.\n", "a\n.\n\r\n.\r\n"],
    ["a\r", "a\r\r\n.\r\n"],
    ["a\n", "a\n\r\n.\r\n"],
    ["a\r.\r\n", "a\r.\r\n.\r\n"],
  ])("turns %j into %j at every cut", (given, wire) => {
    const octets = Buffer.from(given, "latin1");
    for (let cut = 0; cut <= octets.length; cut++) {
      expect(stuffed([octets.subarray(0, cut), octets.subarray(cut)]).toString("latin1")).toBe(wire);
    }
  });

  test("is undone by MultiLineBody, for any mail at any chunking", () => {
    fc.assert(
      fc.property(mail, places, places, (octets, writeCuts, readCuts) => {
        const wire = stuffed(cutAt(octets, writeCuts));
        const read = unstuffed(cutAt(wire, readCuts));
        const whole = octets.toString("latin1");
        // The multi-line form ends with CRLF; that is all that it may add.
        const expected = whole === "" || whole.endsWith("\r\n") ? whole : `${whole}\r\n`;
        expect(read.octets.toString("latin1")).toBe(expected);
        expect([read.isComplete, read.consumed]).toEqual([true, wire.length]);
      }),
      { numRuns: 3_000 },
    );
  });

  test("is undone by MultiLineBody for octets of any value", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), places, (values, cuts) => {
        const octets = Buffer.concat([Buffer.from(values), Buffer.from("\r\n")]);
        expect(unstuffed(cutAt(stuffed([octets]), cuts)).octets.equals(octets)).toBe(true);
      }),
    );
  });

  test("does not depend on where its chunks are cut", () => {
    fc.assert(
      fc.property(mail, places, (octets, cuts) => {
        expect(stuffed(cutAt(octets, cuts)).equals(stuffed([octets]))).toBe(true);
      }),
    );
  });
});

describe("MultiLineBody", () => {
  test("leaves what follows the terminator to its owner", () => {
    const parts: string[] = [];
    const body = new MultiLineBody("crlf", (octets) => parts.push(octets.toString()));
    const chunk = Buffer.from("XXhi\r\n.\r\n+OK next\r\n");
    expect(chunk.toString("latin1", body.push(chunk, 2))).toBe("+OK next\r\n");
    expect(parts.join("")).toBe("hi\r\n");
  });

  test("hands mail on as views of the given chunk", () => {
    const chunk = Buffer.from(`${"line\r\n".repeat(1_000)}.\r\n`);
    const views: Buffer[] = [];
    new MultiLineBody("crlf", (octets) => views.push(octets)).push(chunk, 0);
    expect(views).toHaveLength(1);
    expect(views[0]?.buffer).toBe(chunk.buffer);
  });
});
