import { readerLanguages } from "@popgate/server/routes/mailbox/reader-languages";
import { expect, test } from "vitest";

test.each<[string | undefined, string[]]>([
  [undefined, []],
  ["", []],
  ["de", ["de"]],
  ["de-CH, de;q=0.9, en;q=0.8, *;q=0.5", ["de-CH", "de", "en", "*"]],
  ["en;q=0.5,fr;q=1.0,de;q=0.75", ["fr", "de", "en"]],
  ["de;q=0, en", ["en"]],
  ["de;q=2, en;q=abc, fr", ["fr"]],
  ["de\r\nDELE 1, en", ["en"]],
  [Array.from({ length: 50 }, () => "en").join(","), Array.from({ length: 10 }, () => "en")],
  ["en,".repeat(500), []],
])("reads %j", (header, languages) => {
  expect(readerLanguages(header)).toEqual(languages);
});
