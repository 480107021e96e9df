import { MimeWalker } from "@popgate/server/messages/mime/mime-walker";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLES } from "../../../corpus/structures.ts";
import { mail } from "../stored.ts";

/** Everything that a walk tells, as one list. */
function walk(chunks: Iterable<Buffer>): string[] {
  const told: string[] = [];
  const walker = new MimeWalker({
    header: (fields) => told.push(`header ${fields.map(({ name, raw }) => `${name}=${raw}`).join(";")}`),
    notice: (text) => told.push(`notice ${text}`),
    part: ({ contentType, filename }) => {
      const bytes: Buffer[] = [];
      return {
        write: (chunk) => void bytes.push(Buffer.from(chunk)),
        end: () => void told.push(`part ${contentType} ${filename} ${Buffer.concat(bytes).toString("hex")}`),
      };
    },
  });
  for (const chunk of chunks) walker.write(chunk);
  walker.end();
  return told;
}

function* pieces(octets: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield Buffer.from(octets.subarray(at, at + size));
}

test.each(SAMPLES)("reads the same in any chunks: $name", ({ raw }) => {
  const whole = walk([raw]);
  for (const size of [1, 2, 3, 7, 64]) expect(walk(pieces(raw, size))).toEqual(whole);
  for (let at = 1; at < raw.length; at += 1)
    expect(walk([raw.subarray(0, at), raw.subarray(at)])).toEqual(whole);
});

test("gives back any octets between boundaries exactly", () => {
  const content = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      (parts, size) => {
        const boundary = "=_a boundary nobody guesses_=";
        const raw = Buffer.concat([
          Buffer.from(mail(`Content-Type: multipart/mixed; boundary="${boundary}"`, "", "")),
          ...parts.flatMap((part) => [
            Buffer.from(`--${boundary}\r\nContent-Type: a/b\r\n\r\n`),
            part,
            Buffer.from("\r\n"),
          ]),
          Buffer.from(`--${boundary}--\r\n`),
        ]);
        const told = walk(pieces(raw, size)).filter((line) => line.startsWith("part"));
        expect(told).toEqual(parts.map((part) => `part a/b undefined ${part.toString("hex")}`));
      },
    ),
  );
});

test("decodes base64 and quoted-printable of any octets, in any chunks", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 80 }), (bytes, size) => {
      const octets = Buffer.from(bytes);
      const base64 = octets.toString("base64").replace(/.{1,76}/g, "$&\r\n");
      const quoted = octets
        .toString("hex")
        .replace(/../g, "=$&")
        .replace(/.{1,75}/g, "$&=\r\n");
      for (const [encoding, body] of [
        ["base64", base64],
        ["quoted-printable", quoted.replace(/=([0-9a-f]?)=\r\n/g, "=$1")],
      ] as const) {
        const raw = Buffer.from(`Content-Type: a/b\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`);
        expect(walk(pieces(raw, size)).at(-1)).toBe(`part a/b undefined ${octets.toString("hex")}`);
      }
    }),
  );
});
