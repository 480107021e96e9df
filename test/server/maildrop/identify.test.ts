import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseId, isMadeUp } from "@popgate/server/maildrop/made-up-id";
import { identify, identifyByHeader } from "@popgate/server/maildrop/identify";

describe("identity by unique-id", () => {
  it("merges LIST and UIDL by number, whatever their order, and keeps gaps", () => {
    const maildrop = identify(
      [
        { number: 5, octets: 50 },
        { number: 2, octets: 20 },
      ],
      [
        { number: 2, uniqueId: "two" },
        { number: 5, uniqueId: "five" },
      ],
    );
    expect(maildrop.messages.map(({ uid, number, octets }) => [uid, number, octets])).toEqual([
      ["two", 2, 20],
      ["five", 5, 50],
    ]);
    expect(maildrop.hasWeakIds).toBe(false);
  });

  it("ignores a UIDL line for a message that LIST does not know", () => {
    const maildrop = identify(
      [{ number: 1, octets: 1 }],
      [
        { number: 1, uniqueId: "a" },
        { number: 2, uniqueId: "b" },
      ],
    );
    expect(maildrop.messages).toHaveLength(1);
    expect(maildrop.has("b")).toBe(false);
  });

  it("gives twins different ids and says that they are weak", () => {
    const maildrop = identify(
      [1, 2, 3].map((number) => ({ number, octets: 10 })),
      [1, 2, 3].map((number) => ({ number, uniqueId: "same" })),
    );
    expect(maildrop.messages.map(({ uid }) => uid)).toEqual(["same", "same 2", "same 3"]);
    expect(maildrop.messages.map(({ sharedBy }) => sharedBy)).toEqual([3, 3, 3]);
    expect(maildrop.hasWeakIds).toBe(true);
  });

  it("names a message without an id by its place, which is trusted by nobody", () => {
    const maildrop = identify([{ number: 7, octets: 70 }], [{ number: 7, uniqueId: "" }]);
    expect(maildrop.messages[0]).toMatchObject({ number: 7, sharedBy: Number.POSITIVE_INFINITY });
    expect(maildrop.hasWeakIds).toBe(true);
  });

  it("gives a message another name than one that a URL would resolve away", () => {
    const maildrop = identify(
      [1, 2].map((number) => ({ number, octets: 10 })),
      [
        { number: 1, uniqueId: "." },
        { number: 2, uniqueId: ".." },
      ],
    );
    expect(maildrop.messages.map(({ uid }) => uid)).toEqual([". 1", ".. 1"]);
    expect(maildrop.hasWeakIds).toBe(false);
  });

  it("tells the server's names from those that are made up here, whatever the server sends", () => {
    const sent = ["~", "~", "~hash.10", "#4.10", "a", "a", "a 2", "=a%202"];
    const list = sent.map((_, index) => ({ number: index + 1, octets: 10 }));
    const maildrop = identify(
      list,
      sent.map((uniqueId, index) => ({ number: index + 1, uniqueId })),
    );
    expect(new Set(maildrop.messages.map(({ uid }) => uid)).size).toBe(sent.length);
    expect(maildrop.messages.map(({ uid }) => baseId(uid))).toEqual(
      sent.map((id) => (id === "a 2" ? " =a%202" : id)),
    );
    expect(maildrop.messages.some(({ uid }) => isMadeUp(uid))).toBe(false);
    const ours = [...identify(list, []).messages, ...identifyByHeader(list, new Map([[1, "hash"]])).messages];
    for (const { uid } of ours) {
      expect(isMadeUp(uid)).toBe(true);
      expect(maildrop.has(uid)).toBe(false);
      // RFC 1939 §7: a unique-id is of 0x21 to 0x7E.
      expect(uid).not.toMatch(/^[\x21-\x7e]+$/);
    }
  });

  it("gives every message an id of its own, and never loses one", () => {
    const entry = fc.record({
      number: fc.integer({ min: 1, max: 60 }),
      id: fc.constantFrom("", "a", "b", "a/b", "c", "a 2", "~", "~ 2", " ~a"),
    });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ number }) => number }), (entries) => {
        const maildrop = identify(
          entries.map(({ number }) => ({ number, octets: number })),
          entries.map(({ number, id }) => ({ number, uniqueId: id })),
        );
        expect(new Set(maildrop.messages.map(({ uid }) => uid)).size).toBe(entries.length);
        for (const message of maildrop.messages) expect(maildrop.find(message.uid)).toBe(message);
      }),
    );
  });
});

describe("identity without UIDL", () => {
  it("knows a message by its header and size wherever it stands", () => {
    const first = identifyByHeader([{ number: 3, octets: 30 }], new Map([[3, "hash"]]));
    const later = identifyByHeader([{ number: 1, octets: 30 }], new Map([[1, "hash"]]));
    expect(later.messages[0]?.uid).toBe(first.messages[0]?.uid);
    expect(first.hasWeakIds).toBe(true);
  });

  it("takes another size for another message", () => {
    const first = identifyByHeader([{ number: 1, octets: 30 }], new Map([[1, "hash"]]));
    const other = identifyByHeader([{ number: 1, octets: 31 }], new Map([[1, "hash"]]));
    expect(other.messages[0]?.uid).not.toBe(first.messages[0]?.uid);
  });

  it("does not trust a message whose header could not be read", () => {
    const maildrop = identifyByHeader([{ number: 1, octets: 30 }], new Map());
    expect(maildrop.messages[0]?.sharedBy).toBe(Number.POSITIVE_INFINITY);
  });
});

it("makes one message of a number that LIST tells twice, with no name where UIDL gives it two", () => {
  const twice = [
    { number: 1, octets: 10 },
    { number: 2, octets: 20 },
    { number: 2, octets: 20 },
  ];
  const ids = [
    { number: 1, uniqueId: "a" },
    { number: 2, uniqueId: "b" },
    { number: 2, uniqueId: "c" },
  ];
  const { messages } = identify(twice, ids);
  expect(messages.map(({ number }) => number)).toEqual([1, 2]);
  expect(messages.map(({ uid }) => uid)).toEqual(["a", " #2.20"]);
  expect(identifyByHeader(twice, new Map([[2, "h"]])).messages).toHaveLength(2);
});
