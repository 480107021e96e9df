import { StyleCleaner } from "@popgate/server/messages/html/clean-style";
import { ALLOWED_STYLES } from "@popgate/server/messages/html/css-rules";
import { htmlDocument } from "@popgate/server/messages/html/html-document";
import fc from "fast-check";
import { expect, test } from "vitest";

const PIECES = [
  ..."color|background-color|width|font-family|position|_height|*zoom|--own|COLOR".split("|"),
  ..."red|1px|rgb(1,2,3)|url(x)|expression(1)|'A B', serif|red!important|\\72 ed|/* c */|@x".split("|"),
  ...":|: |;|; |{|}|\n|\0|&|&amp;|&quot;|<|>|\"|'".split("|"),
];
const styles = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(""));

test("a style means the same on an element of its own as on any other, first and again", () => {
  const cleaner = new StyleCleaner();
  fc.assert(
    fc.property(styles, fc.constantFrom("td", "a", "font", "h1", "img"), (style, tag) => {
      const value = style.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
      const { html } = htmlDocument(`<${tag} style="${value}">`, {
        allowImages: false,
        theme: "light",
        partUrl: () => undefined,
      });
      const shown = /<div class="mail[^"]*">.*? style="([^"]*)"/s.exec(html)?.[1] ?? "";
      const cleaned = cleaner.clean(style);
      expect(shown).toBe(
        cleaned
          .replaceAll("&", "&amp;")
          .replaceAll("<", "&lt;")
          .replaceAll(">", "&gt;")
          .replaceAll('"', "&quot;"),
      );
      expect(cleaner.clean(style)).toBe(cleaned);
    }),
    { numRuns: 500 },
  );
});

test("what it leaves are declarations of the allow-list, and it leaves them as they are", () => {
  const cleaner = new StyleCleaner();
  const properties = new Set(Object.keys(ALLOWED_STYLES["*"]));
  fc.assert(
    fc.property(styles, (style) => {
      const cleaned = cleaner.clean(style);
      expect(cleaner.clean(cleaned)).toBe(cleaned);
      for (const declaration of cleaned === "" ? [] : cleaned.split(";")) {
        expect(properties).toContain(declaration.slice(0, declaration.indexOf(":")));
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["color: red; position: fixed;width :1px", "color:red;width:1px"],
  ["font: 12px \"A B\", 'C'", "font:12px \"A B\", 'C'"],
  ["background: url(https://x.example/)", ""],
  ["color:red}*{display:none", "color:red"],
  ["color", ""],
  ["", ""],
])("%j becomes %j", (style, cleaned) => {
  expect(new StyleCleaner().clean(style)).toBe(cleaned);
});
