import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { THEMES } from "./corpus.ts";
import { breachesOf, runWall } from "./run-wall.ts";
import { CLEANING_ALONE, NO_WALL, SANDBOX_ALONE } from "./walls.ts";

// `npm run hostile`: shows every theme behind no wall and behind each wall alone, and writes docs/hostile-mail.md.

const PAGE = fileURLToPath(new URL("../../docs/hostile-mail.md", import.meta.url));
const BEGIN = "<!-- begin: npm run hostile -->";
const END = "<!-- end -->";

const rows: (string | number)[][] = [];
// What is too much is read through the gateway only.
for (const theme of THEMES.filter(({ name }) => name !== "denial")) {
  console.log(`${theme.title} …`);
  const free = await runWall(theme, NO_WALL);
  const [cleaned, sandboxed] = [await runWall(theme, CLEANING_ALONE), await runWall(theme, SANDBOX_ALONE)];
  rows.push([
    theme.title,
    theme.mails.length,
    free.ran.size,
    free.called.size,
    free.covered.size,
    theme.mails.length - breachesOf(free).size,
    breachesOf(cleaned).size,
    breachesOf(sandboxed).size,
  ]);
}
const sums = [1, 2, 3, 4, 5, 6, 7].map((column) => rows.reduce((sum, row) => sum + Number(row[column]), 0));
const table = [
  [
    "Theme",
    "Mails",
    "Ran script",
    "Called",
    "Lay over the page",
    "Did nothing",
    "Through cleaning alone",
    "Through sandbox and policy alone",
  ],
  ["---", "---:", "---:", "---:", "---:", "---:", "---:", "---:"],
  ...rows,
  ["**All**", ...sums],
].map((row) => `| ${row.join(" | ")} |`);
const page = readFileSync(PAGE, "utf8");
const [before = ""] = page.split(BEGIN);
const [, after = ""] = page.split(END);
writeFileSync(PAGE, `${before}${BEGIN}\n\n${table.join("\n")}\n\n${END}${after}`);
