import { expect, test } from "vitest";
import { EVEN_GROWTH, growth } from "./support/growth.ts";

/** Made slow: looks at every two characters of a text. */
function compareAll(text: string): number {
  let equal = 0;
  for (let at = 0; at < text.length; at += 1) {
    for (let other = 0; other < text.length; other += 1) {
      if (text.charCodeAt(at) === text.charCodeAt(other)) equal += 1;
    }
  }
  return equal;
}

test("work that grows with the square of its input is told from work that grows with it", async () => {
  expect(await growth(4_000, (size) => compareAll("x".repeat(size)))).toBeGreaterThan(EVEN_GROWTH);
  expect(await growth(1_000_000, (size) => "x".repeat(size).split("").length)).toBeLessThan(EVEN_GROWTH);
});
