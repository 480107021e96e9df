import { quotedBlocks } from "@popgate/web/lib/quoted-text";
import { expect, test } from "vitest";

test("runs of equally deep quotes become blocks without their markers", () => {
  expect(quotedBlocks("Yes.\r\n> Shall we?\r\n> > Perhaps.\r\n> Well?\r\nDone.")).toEqual([
    { depth: 0, text: "Yes.", isSignature: false },
    { depth: 1, text: "Shall we?", isSignature: false },
    { depth: 2, text: "Perhaps.", isSignature: false },
    { depth: 1, text: "Well?", isSignature: false },
    { depth: 0, text: "Done.", isSignature: false },
  ]);
});

test("what follows the signature's line is the signature, with its trailing space only", () => {
  expect(quotedBlocks("Bye\n-- \nHanna").at(-1)).toEqual({ depth: 0, text: "-- \nHanna", isSignature: true });
  expect(quotedBlocks("Bye\n--\nHanna").at(-1)?.isSignature).toBe(false);
});

test("an escaped From line of an mbox is no quote", () => {
  expect(quotedBlocks(">From here on")).toEqual([{ depth: 0, text: ">From here on", isSignature: false }]);
});

test("a hundred levels look like six", () => {
  expect(quotedBlocks(`${">".repeat(100)} deep`)[0]).toMatchObject({ depth: 6, text: "deep" });
});
