import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CORPUS } from "../../../corpus/corpus.ts";
import { requireProgram } from "../../../support/require-program.ts";
import { comparable, differing, ourView, unexplained, type Comparable } from "./comparable.ts";
import { PYTHON_DIFFERENCES } from "./python-differences.ts";

const python = requireProgram("python3");

test.skipIf(python === undefined)(
  "Python's email reads the corpus as we do, but for what is listed with its reason",
  async () => {
    const theirs = await theirViews();
    const found: string[] = [];
    for (const [at, entry] of CORPUS.entries()) {
      found.push(...differing(entry.name, await ourView(entry), theirs[at] ?? expect.fail("no answer")));
    }
    // Another release of Python may agree with us in more.
    expect(unexplained(found, PYTHON_DIFFERENCES).unlisted).toEqual([]);
  },
);

async function theirViews(): Promise<Comparable[]> {
  const script = fileURLToPath(new URL("./python-email.py", import.meta.url));
  const child = spawn(python ?? "", [script], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(CORPUS.map(({ raw }) => `${raw.toString("base64")}\n`).join(""));
  const lines = (await text(child.stdout)).trimEnd().split("\n");
  return lines.map((line) => {
    // As the script beside this file writes it; a field that it could not read is an error's name.
    const view = JSON.parse(line) as Record<string, unknown>;
    const list = (name: string) => (Array.isArray(view[name]) ? view[name] : [[String(view[name]), ""]]);
    return comparable({
      subject: String(view["subject"]),
      from: list("from"),
      to: list("to"),
      date: typeof view["date"] === "number" ? view["date"] : null,
      text: typeof view["text"] === "string" ? view["text"] : null,
      attachments: list("attachments"),
    });
  });
}
