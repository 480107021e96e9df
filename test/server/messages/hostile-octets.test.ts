import { decodeText } from "@popgate/server/messages/charset/decode-text";
import { decodeWords } from "@popgate/server/messages/header/encoded-words";
import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { MAX_HTML_OCTETS, MAX_TEXT_OCTETS } from "@popgate/server/messages/message-body";
import { readMessage } from "@popgate/server/messages/message-view";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CHARSETS } from "../../corpus/charsets.ts";
import { CORPUS } from "../../corpus/corpus.ts";
import { stored } from "./stored.ts";

/** A message of the corpus, cut, joined with another one, or with octets of it changed. */
const mutated = fc
  .tuple(
    fc.constantFrom(...CORPUS),
    fc.constantFrom(...CORPUS),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 8 }),
    fc.nat(),
  )
  .map(([one, other, changes, cut]) => {
    const octets = Buffer.concat([one.raw.subarray(0, cut % (one.raw.length + 1)), other.raw]);
    for (const [at, octet] of changes) if (octets.length > 0) octets[at % octets.length] = octet;
    return octets;
  });
const arbitrary = fc.oneof(
  mutated,
  fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
);

test("reads any octets as a message, within its limits", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrary, async (octets) => {
      const view = await readMessage(stored(octets), { uid: "u" });
      expect(view.octets).toBe(octets.length);
      expect(view.attachments.length).toBeLessThanOrEqual(2000);
      expect(view.notices.length).toBeLessThanOrEqual(20);
      expect((view.text ?? "").length).toBeLessThanOrEqual(MAX_TEXT_OCTETS);
      expect((view.html?.source ?? "").length).toBeLessThanOrEqual(2 * MAX_HTML_OCTETS);
      if (view.date !== null) expect(Number.isSafeInteger(view.date)).toBe(true);
      expect(view.subject).not.toMatch(/[\r\n\0]/);
    }),
    { numRuns: 600 },
  );
});

test("reads any octets as a header", () => {
  fc.assert(
    fc.property(arbitrary, (octets) => {
      expect(parseHeaderRow(octets).subject).not.toMatch(/[\r\n\0]/);
    }),
    { numRuns: 600 },
  );
});

const charsets = CHARSETS.map(({ name }) => /charset (\S+)/.exec(name)?.[1] ?? "");

test("decodes any octets in any charset", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...charsets), (bytes, charset) => {
      const { text } = decodeText(Buffer.from(bytes), charset);
      expect(text.length).toBeLessThanOrEqual(bytes.length * 2);
      const word = `=?${charset}?B?${Buffer.from(bytes).toString("base64")}?=`;
      expect(decodeWords(`a ${word} ${word} b`)).toMatch(/^a [^]* b$/);
    }),
    { numRuns: 600 },
  );
});

test("encoded words cut anywhere are one text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.nat(),
      fc.boolean(),
      fc.boolean(),
      (text, cut, first, second) => {
        const bytes = Buffer.from(text);
        const at = cut % (bytes.length + 1);
        const write = (part: Buffer, isBase64: boolean) =>
          isBase64
            ? `=?utf-8?B?${part.toString("base64")}?=`
            : `=?UTF-8?q?${part.toString("hex").replace(/../g, "=$&")}?=`;
        const words = `${write(bytes.subarray(0, at), first)} ${write(bytes.subarray(at), second)}`;
        expect(decodeWords(words)).toBe(text.replace(/^\ufeff/, ""));
      },
    ),
  );
});
