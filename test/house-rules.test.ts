import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { houseRules } from "./support/house-rules.mjs";

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), "popgate-house-"));
  execFileSync("git", ["init", "--quiet"], { cwd: repository });
  write("shared/README.md", "# shared\n");
  write("server/src/pop3/README.md", "# pop3\n");
  write("server/src/pop3/client.ts", "export const verb = 1;\n");
  write("web/src/app/README.md", "# app\n");
  write("web/src/state/README.md", "# state\n");
  write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
});

afterEach(() => rmSync(repository, { recursive: true, force: true }));

test("finds nothing in a house in order", () => {
  expect(houseRules(repository)).toEqual([]);
});

test("the page's state may hold keys, and say more to whoever programs here", () => {
  write(
    "web/src/state/toast.ts",
    [
      'import type { News } from "../lib/messages/news-words.ts";',
      "/** What a `toast` is about. */",
      'export const kind = "not-marked";',
      'throw new Error("no such toast");',
    ].join("\n"),
  );
  expect(houseRules(repository)).toEqual([]);
});

test.each([
  ["a room without a README", "server/src/store/store.ts", "export const a = 1;\n"],
  ["a README of eleven lines", "server/src/pop3/README.md", "line\n".repeat(11)],
  ["a registry's address in the lockfile", "pnpm-lock.yaml", "tarball: https://registry.example/a.tgz\n"],
  ["a file whose name says nothing", "server/src/pop3/helpers.ts", "export const a = 1;\n"],
  ["unfinished work", "server/src/pop3/client.ts", `// ${"TO"}DO: later\n`],
  ["a path of a machine", "docs/notes.md", `See ${"/ho"}me/somebody/notes.\n`],
  ["a reference into a tracker", "server/src/pop3/client.ts", `// ${"iss"}ue 12\n`],
  [
    "a sentence in the page's state",
    "web/src/state/toast.ts",
    'export const text = "Nothing was marked.";\n',
  ],
  [
    "the page's state saying what the catalogue has",
    "web/src/state/toast.ts",
    'import { messages } from "../lib/messages/catalogue.ts";\n',
  ],
])("finds %s", (_, file, text) => {
  write(file, text);
  expect(houseRules(repository)).toHaveLength(1);
});

function write(file: string, text: string): void {
  const path = join(repository, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
