import { expect, test } from "vitest";
import { CORPUS } from "../../../corpus/corpus.ts";
import { differing, ourView, unexplained } from "./comparable.ts";
import { POSTAL_MIME_DIFFERENCES } from "./postal-mime-differences.ts";
import { postalMimeView } from "./postal-mime-view.ts";

test("postal-mime reads the corpus as we do, but for what is listed with its reason", async () => {
  const found: string[] = [];
  for (const entry of CORPUS)
    found.push(...differing(entry.name, await ourView(entry), await postalMimeView(entry)));
  expect(unexplained(found, POSTAL_MIME_DIFFERENCES)).toEqual({ unlisted: [], settled: [] });
});
