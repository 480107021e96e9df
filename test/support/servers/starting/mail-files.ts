import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The files that hold mail, below a folder or the one file itself: names and octets, one character an octet. */
export function mailFiles(
  path: string,
  holdsMail: (name: string) => boolean = () => true,
): Record<string, string> {
  if (statSync(path).isFile()) return { mbox: readFileSync(path, "latin1") };
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter(
    (name) => holdsMail(name) && statSync(join(path, name)).isFile(),
  );
  return Object.fromEntries(names.toSorted().map((name) => [name, readFileSync(join(path, name), "latin1")]));
}

/** Of a Maildir: not the indexes that its server writes beside the mail. */
export function isInMaildir(name: string): boolean {
  return /(?:^|\/)(?:cur|new)\//.test(name);
}
