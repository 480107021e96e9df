import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { CORPUS } from "../../../corpus/corpus.ts";
import { comparable, type Comparable } from "./comparable.ts";

/** The corpus, in its order, as Python's email reads it. @param python the interpreter's path */
export async function pythonViews(python: string): Promise<Comparable[]> {
  const script = fileURLToPath(new URL("./python-email.py", import.meta.url));
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
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
