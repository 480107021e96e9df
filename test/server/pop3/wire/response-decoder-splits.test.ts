import { describe, expect, test } from "vitest";
import { piecesOf, streamedDecode } from "./streamed-responses.ts";

interface Case {
  readonly name: string;
  readonly wire: string;
  /** The bodies of the multi-line responses; undefined for a single-line one. */
  readonly bodies: readonly (string | undefined)[];
  readonly lines?: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "a message", wire: "+OK\r\nA: b\r\n\r\nhello\r\n.\r\n", bodies: ["A: b\r\n\r\nhello\r\n"] },
  { name: "an empty message", wire: "+OK\r\n.\r\n", bodies: [""] },
  { name: "a message of one empty line", wire: "+OK\r\n\r\n.\r\n", bodies: ["\r\n"] },
  { name: "a stuffed dot", wire: "+OK\r\n..\r\n.\r\n", bodies: [".\r\n"] },
  { name: "a stuffed line that looks stuffed", wire: "+OK\r\n...a\r\n.\r\n", bodies: ["..a\r\n"] },
  { name: "a dot in mid-line", wire: "+OK\r\na.\r\nb.c\r\n.\r\n", bodies: ["a.\r\nb.c\r\n"] },
  { name: "a server that forgets to stuff", wire: "+OK\r\n.a\r\n.\r\n", bodies: ["a\r\n"] },
  { name: "a dot line with a blank behind it", wire: "+OK\r\n. \r\n.\r\n", bodies: [" \r\n"] },
  { name: "a bare-LF dot inside CRLF", wire: "+OK\r\na\n.\nb\r\n.\r\n", bodies: ["a\n.\nb\r\n"] },
  { name: "a bare-LF dot at a CRLF line's start", wire: "+OK\r\n.\nb\r\n.\r\n", bodies: ["\nb\r\n"] },
  { name: "a LF and a dot line inside CRLF", wire: "+OK\r\na\n.\r\n.\r\n", bodies: ["a\n.\r\n"] },
  { name: "a bare CR before a dot", wire: "+OK\r\na\r.\r\n.\r\n", bodies: ["a\r.\r\n"] },
  { name: "CR CR LF dot CR LF", wire: "+OK\r\na\r\r\n.\r\n", bodies: ["a\r\r\n"] },
  { name: "a dot, two CRs", wire: "+OK\r\n.\r\r\n.\r\n", bodies: ["\r\r\n"] },
  { name: "a dot, a CR and text", wire: "+OK\r\n.\rX\r\n.\r\n", bodies: ["\rX\r\n"] },
  { name: "bare LF all over", wire: "+OK\nA: b\n\n..x\nhello\n.\n", bodies: ["A: b\n\n.x\nhello\n"] },
  { name: "bare LF, an empty message", wire: "+OK\n.\n", bodies: [""] },
  { name: "bare LF, ended by a dot with CRLF", wire: "+OK\na\n.\r\n", bodies: ["a\n"] },
  { name: "bare LF around CRLF mail", wire: "+OK\na\r\n..b\r\n.\n", bodies: ["a\r\n.b\r\n"] },
  { name: "NUL and 8-bit octets", wire: "+OK\r\n\0\x80\xff\0\r\n.\r\n", bodies: ["\0\x80\xff\0\r\n"] },
  {
    name: "three responses in a row",
    wire: "+OK 1\r\na\r\n.\r\n+OK 2\r\n.\r\n+OK 3\r\n..\r\n.\r\n",
    bodies: ["a\r\n", "", ".\r\n"],
    lines: ["+OK 1", "+OK 2", "+OK 3"],
  },
  {
    name: "each response with an ending of its own",
    wire: "+OK 1\na\n.\n+OK 2\r\nb\n.\nc\r\n.\r\n",
    bodies: ["a\n", "b\n.\nc\r\n"],
    lines: ["+OK 1", "+OK 2"],
  },
];

const multiLine = () => true;

function check(chunks: readonly Buffer[], { wire, bodies, lines }: Case): void {
  const responses = streamedDecode(chunks, multiLine);
  expect(responses.map(({ body }) => body)).toEqual(bodies);
  if (lines !== undefined) expect(responses.map(({ line }) => line)).toEqual(lines);
  const counted = responses.reduce((sum, { wireOctets }) => sum + (wireOctets ?? Number.NaN), 0);
  expect(counted).toBe(wire.length);
}

describe.each(CASES)("ResponseDecoder reads $name", (given) => {
  const octets = Buffer.from(given.wire, "latin1");

  test("in one piece", () => check([octets], given));

  test.each([1, 2, 3, 4, 5, 7])("in pieces of %i octets", (size) => check(piecesOf(octets, size), given));

  test("cut in two at every place", () => {
    for (let cut = 0; cut <= octets.length; cut++) {
      check([octets.subarray(0, cut), octets.subarray(cut)], given);
    }
  });

  test("cut in three at every pair of places", () => {
    for (let first = 0; first <= octets.length; first++) {
      for (let second = first; second <= octets.length; second++) {
        check([octets.subarray(0, first), octets.subarray(first, second), octets.subarray(second)], given);
      }
    }
  });
});

describe("ResponseDecoder and long lines", () => {
  test.each([99_999, 100_000, 1_000_000])("passes a body line of %i octets", (length) => {
    const body = `${"x".repeat(length)}\r\n`;
    const octets = Buffer.from(`+OK\r\n${body}.\r\n`);
    for (const size of [octets.length, 65_536, 1_448, 100_001]) {
      const [response] = streamedDecode(piecesOf(octets, size), multiLine);
      expect(response?.body?.length).toBe(body.length);
      expect(response?.wireOctets).toBe(octets.length);
    }
  });

  test("passes a body line of nothing but dots", () => {
    const octets = Buffer.from(`+OK\r\n${".".repeat(50_000)}\r\n.\r\n`);
    const [response] = streamedDecode(piecesOf(octets, 997), multiLine);
    expect(response?.body).toBe(`${".".repeat(49_999)}\r\n`);
  });
});
