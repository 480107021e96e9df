import { collectParts } from "@popgate/server/messages/parts/collect-parts";
import { expect, test } from "vitest";
import { mail, stored } from "../stored.ts";

const part = (content: string) => ["--b", "Content-Type: image/png", "", content];
const raw = stored(
  mail(
    "Content-Type: multipart/mixed; boundary=b",
    "",
    ...part("one"),
    ...part("second"),
    ...part("3"),
    "--b--",
  ),
);

async function collect(names: string[], limit = 100) {
  const parts = await collectParts(raw, new Set(names), limit);
  return Object.fromEntries([...parts].map(([name, bytes]) => [name, bytes.toString()]));
}

test("reads the parts that were named, in one walk", async () => {
  expect(await collect(["1", "3"])).toEqual({ 1: "one", 3: "3" });
  expect(await collect([])).toEqual({});
  expect(await collect(["2", "4"])).toEqual({ 2: "second" });
});

test("leaves out what does not fit", async () => {
  expect(await collect(["1", "2"], 5)).toEqual({ 1: "one" });
});

test("stops when nobody waits any more", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  await expect(collectParts(raw, new Set(["1"]), 10, signal)).rejects.toThrow("gone");
});
