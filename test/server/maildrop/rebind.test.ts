import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identify } from "@popgate/server/maildrop/identify";
import { idByPlace, isByPlace } from "@popgate/server/maildrop/made-up-id";
import type { Maildrop } from "@popgate/server/maildrop/maildrop";
import { rebindMarks, stillMeant } from "@popgate/server/maildrop/rebind";

/** A maildrop written as `id:octets id:octets …`, numbered from 1; `-` is a blank unique-id. */
function drop(text: string): Maildrop {
  const messages = text
    .split(" ")
    .filter(Boolean)
    .map((word, index) => {
      const [id = "", octets = "10"] = word.split(":");
      return { number: index + 1, uniqueId: id === "-" ? "" : id, octets: Number(octets) };
    });
  return identify(messages, messages);
}

describe("marks after the maildrop was read again", () => {
  it("follow their message to its new number", () => {
    expect([...rebindMarks(new Set(["c"]), drop("a b c"), drop("b c d"))]).toEqual(["c"]);
  });

  it("are dropped where the message is gone", () => {
    expect([...rebindMarks(new Set(["a", "b"]), drop("a b"), drop("b"))]).toEqual(["b"]);
  });

  it("do not move to a message that took over the unique-id", () => {
    expect(rebindMarks(new Set(["a"]), drop("a:10"), drop("a:11")).size).toBe(0);
  });

  it("do not guess which twin is left when one of them went", () => {
    expect(rebindMarks(new Set(["a"]), drop("a a"), drop("a")).size).toBe(0);
    expect(rebindMarks(new Set(["a"]), drop("a"), drop("a a")).size).toBe(0);
  });

  it("stay on twins only where all of them were marked: they may have changed places", () => {
    expect(rebindMarks(new Set(["a 2"]), drop("a a"), drop("x a a")).size).toBe(0);
    expect([...rebindMarks(new Set(["a", "a 2"]), drop("a a"), drop("x a a"))]).toEqual(["a", "a 2"]);
    expect(rebindMarks(new Set(["a", "a 2"]), drop("a:10 a:11"), drop("a:11 a:12")).size).toBe(0);
    expect(rebindMarks(new Set(["a", "a 2"]), drop("a a"), drop("a a a")).size).toBe(0);
  });

  it("never bind a message that is known only by its place", () => {
    const before = drop("- -");
    const uid = before.messages[0]?.uid ?? "";
    expect(rebindMarks(new Set([uid]), before, drop("- -")).size).toBe(0);
  });

  it("only ever bind a message with the same id and size", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c:11", "c:12", "-", "d"), { maxLength: 6 });
    fc.assert(
      fc.property(words, words, fc.func(fc.boolean()), (from, to, isMarked) => {
        const before = drop(from.join(" "));
        const after = drop(to.join(" "));
        const marked = new Set(before.messages.map(({ uid }) => uid).filter((uid) => isMarked(uid)));
        const kept = rebindMarks(marked, before, after);
        for (const uid of kept) expect(marked.has(uid)).toBe(true);
        for (const uid of kept) {
          expect(after.find(uid)?.octets).toBe(before.find(uid)?.octets);
          expect(isByPlace(uid)).toBe(false);
        }
      }),
    );
  });
});

describe("what somebody pointed at before the maildrop was read again", () => {
  it("is meant as long as nothing was read anew, even where no name is sure", () => {
    const shown = drop("a -");
    const place = idByPlace(2, 10);
    expect(shown.has(place)).toBe(true);
    expect(stillMeant(["a", place], shown, shown)).toEqual(["a", place]);
  });

  it("is not meant where another message has its unique-id now, or only its place is known", () => {
    expect(stillMeant(["a", "b"], drop("a:10 b"), drop("a:11 b"))).toEqual(["b"]);
    expect(stillMeant([idByPlace(1, 10)], drop("-"), drop("-"))).toEqual([]);
  });

  it("is let through where the earlier reading did not have it", () => {
    expect(stillMeant(["a"], drop(""), drop("a"))).toEqual(["a"]);
  });
});
