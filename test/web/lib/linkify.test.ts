import { linkify } from "@popgate/web/lib/linkify";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EVEN_GROWTH, growth } from "../../support/growth.ts";

function links(text: string): string[] {
  return linkify(text).flatMap((piece) => (piece.kind === "link" ? [`${piece.text} → ${piece.href}`] : []));
}

test("finds web and mail addresses among words", () => {
  expect(
    links("See https://example.org/a?b=c#d and www.example.net, or ask hanna.weiss+x@example.org."),
  ).toEqual([
    "https://example.org/a?b=c#d → https://example.org/a?b=c#d",
    "www.example.net → http://www.example.net",
    "hanna.weiss+x@example.org → mailto:hanna.weiss+x@example.org",
  ]);
});

test("punctuation around an address is not part of it, brackets within it are", () => {
  expect(links("(https://example.org/a_(b)).")).toEqual([
    "https://example.org/a_(b) → https://example.org/a_(b)",
  ]);
  expect(links("<https://example.org/x>!")).toEqual(["https://example.org/x → https://example.org/x"]);
  expect(links('"https://example.org/x", she said')).toEqual([
    "https://example.org/x → https://example.org/x",
  ]);
});

test("other schemes are words", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"]) {
    expect(links(text)).toEqual([]);
  }
});

test("an address that pretends to be another host is not made clickable", () => {
  expect(links("https://bank.example@evil.example/login")).not.toContainEqual(
    expect.stringContaining("→ https"),
  );
});

test("paths may be in any script", () => {
  expect(links("https://example.org/日本語?q=ü")).toHaveLength(1);
});

test("encoded data of thousands of characters is no link", () => {
  expect(links(`https://example.org/${"a".repeat(3_000)}`)).toEqual([]);
});

test("the pieces joined are the text itself, whatever it is", () => {
  const texts = fc.array(
    fc.oneof(fc.string(), fc.constantFrom("https://", "www.", "@", ".example", ")", "(", " ", "<", "a.b")),
  );
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join("");
      expect(
        linkify(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }),
  );
});

test.each(["https://(", "a@", "www.", "a.", ".@.", "https://a)))"])(
  "takes no more than its length for a text of nothing but %j",
  async (part) => {
    const ratio = await growth(200_000, (size) => linkify(part.repeat(size / part.length)));
    expect(ratio).toBeLessThan(EVEN_GROWTH);
  },
);
