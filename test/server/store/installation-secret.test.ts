import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deriveNamesKey, readInstallationSecret } from "@popgate/server/store/installation-secret";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
let log: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "popgate-secret-"));
  log = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (secret?: string, dataDirectory = join(folder, "data")) =>
  readInstallationSecret({ secret, dataDirectory }, { warn: (line) => log.push(line) });

test("the operator's secret is taken as it is, and no file is made", async () => {
  expect(await read("a secret of the operator")).toEqual(Buffer.from("a secret of the operator"));
  expect(readdirSync(folder)).toEqual([]);
});

test("without one, a key is made once, for its owner only", async () => {
  const first = await read();
  expect(first).toHaveLength(32);
  expect(await read()).toEqual(first);
  const file = join(folder, "data", "popgate.key");
  expect(readFileSync(file)).toEqual(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "data")).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(folder, "data"))).toEqual(["popgate.key"]);
});

test("two gateways that start at once have the same key", async () => {
  const keys = await Promise.all([read(), read(), read(), read()]);
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
});

test("a damaged key is set aside and another one made, and the log says so", async () => {
  writeFileSync(join(folder, "popgate.key"), "half a k");
  expect(await read(undefined, folder)).toHaveLength(32);
  const names = readdirSync(folder).toSorted();
  expect(names).toEqual(["popgate.key", expect.stringMatching(/^popgate\.key\.damaged-/)]);
  expect(log).toHaveLength(1);
});

test("where no file can be made the key is new each time, and the log says so", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const [first, second] = [await read(undefined, file), await read(undefined, file)];
  expect(first).not.toEqual(second);
  expect(log).toHaveLength(2);
});

test("the key of names is not the secret itself", () => {
  const secret = Buffer.alloc(32, 1);
  expect(deriveNamesKey(secret)).not.toEqual(secret);
  expect(deriveNamesKey(secret)).toEqual(deriveNamesKey(secret));
});
