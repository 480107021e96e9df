import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A room's README is read before its code; longer ones are not read. */
const README_LINES = 10;
/** A file is named after its idea, and these names hold none. */
const NAMELESS = /^(utils?|helpers?|types|common|misc|index)\.tsx?$/;
const TEXT = /\.(ts|tsx|mjs|js|css|html|json|md|yaml|yml)$|(^|\/)(run|Dockerfile)$/;

/** What no file may hold, and why. */
const WORDS = [
  [/\b(TODO|FIXME|XXX|HACK)\b/, "unfinished work belongs in the tracker"],
  [/(^|["'`\s(=])\/(work|home|Users|root)\/[\w.-]+/, "a path of somebody's machine"],
  [/\bissues? #?\d+/i, "comments say why; the log keeps the history"],
  [/^\s*(Co-authored-by|Signed-off-by):/i, "attribution belongs to the log"],
];

/** The page's state holds keys and data: what a person reads is said by the catalogue, when it is shown. */
const WORDLESS = /^web\/src\/(state|api)\//;
const CATALOGUE = /^import (?!type ).*\/messages\//;
const STRING = /"[^"]*"|'[^']*'|`[^`]*`/g;
const TWO_WORDS = /\p{L}{2,}[,.:;]? \p{L}{2,}/u;
/** A comment, or what is thrown at whoever programs here. */
const UNSEEN = /^\s*(\/\/|\/?\*)|\bnew Error\(/;

/** Every broken rule as one line; an empty list when the house is in order. */
export function houseRules(repository) {
  const files = listFiles(repository);
  return [
    ...roomReadmes(repository, files),
    ...lockfile(repository),
    ...names(files),
    ...words(repository, files),
    ...spoken(repository, files),
  ];
}

function listFiles(repository) {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const list = execFileSync("git", args, { cwd: repository, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 });
  return list.split("\n").filter((file) => file !== "" && existsSync(join(repository, file)));
}

function roomReadmes(repository, files) {
  const rooms = ["server/src", "web/src"].flatMap((root) =>
    readdirSync(join(repository, root), { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && files.some((file) => file.startsWith(`${root}/${entry.name}/`)),
      )
      .map((entry) => `${root}/${entry.name}`),
  );
  const missing = ["shared", ...rooms].filter((room) => !files.includes(`${room}/README.md`));
  const long = files
    .filter((file) => basename(file) === "README.md" && /^(shared|server|web)\//.test(file))
    .filter((file) => read(repository, file).trimEnd().split("\n").length > README_LINES);
  return [
    ...missing.map((room) => `${room}: has no README.md`),
    ...long.map((file) => `${file}: longer than ${README_LINES} lines`),
  ];
}

function lockfile(repository) {
  const lines = read(repository, "pnpm-lock.yaml").split("\n");
  const at = lines.findIndex((line) => /https?:\/\/|\btarball:/.test(line));
  return at === -1 ? [] : [`pnpm-lock.yaml:${at + 1}: holds a registry's address`];
}

function names(files) {
  return files
    .filter((file) => /^(shared|server|web)\/src\//.test(file) && NAMELESS.test(basename(file)))
    .map((file) => `${file}: a name that says nothing about ${basename(dirname(file))}`);
}

function words(repository, files) {
  const own = "test/support/house-rules.mjs";
  return files
    .filter((file) => TEXT.test(file) && file !== own && file !== "pnpm-lock.yaml")
    .flatMap((file) =>
      read(repository, file)
        .split("\n")
        .flatMap((line, index) =>
          WORDS.filter(([word]) => word.test(line)).map(([, why]) => `${file}:${index + 1}: ${why}`),
        ),
    );
}

function spoken(repository, files) {
  return files
    .filter((file) => WORDLESS.test(file) && file.endsWith(".ts"))
    .flatMap((file) =>
      read(repository, file)
        .split("\n")
        .flatMap((line, index) =>
          isSpoken(line) ? [`${file}:${index + 1}: words on screen belong to web/src/lib/messages`] : [],
        ),
    );
}

function isSpoken(line) {
  if (UNSEEN.test(line)) return false;
  return CATALOGUE.test(line) || (line.match(STRING) ?? []).some((text) => TWO_WORDS.test(text));
}

function read(repository, file) {
  return readFileSync(join(repository, file), "utf8");
}
