import { fileURLToPath } from "node:url";
import type { HostileMail, Theme } from "../hostile-mail.ts";
import { breachesOf, type Breach } from "./run-wall.ts";

/** What each wall let through. */
export interface WallRuns {
  readonly free: Breach;
  readonly cleaned: Breach;
  readonly sandboxed: Breach;
}

/** The attacks that did nothing without any wall when the page was written, and in which Chromium. */
export interface RecordedDead {
  readonly version: string;
  readonly ids: ReadonlySet<string>;
}

export const HOSTILE_PAGE = fileURLToPath(new URL("../../../docs/hostile-mail.md", import.meta.url));
const BEGIN = "<!-- begin: npm run hostile -->";
const END = "<!-- end -->";
const COLUMNS = [
  "Theme",
  "Mails",
  "Ran script",
  "Called",
  "Lay over the page",
  "Only by hand",
  "Dead",
  "Through cleaning alone",
  "Through sandbox and policy alone",
];
/** Of an attack in the list; the corpus has the rest. */
const SHOWN_LENGTH = 100;

/** The page with its table and its list of the dead written anew; the words around them stay. */
export function hostilePage(page: string, themes: readonly Theme[], runs: WallRuns): string {
  const rows = themes.map((theme) => rowOf(theme, runs));
  const sums = COLUMNS.slice(1).map((_, at) => rows.reduce((sum, row) => sum + Number(row[at + 1]), 0));
  const table = [COLUMNS, ["---", ...sums.map(() => "---:")], ...rows, ["**All**", ...sums.map(String)]].map(
    (row) => `| ${row.join(" | ")} |`,
  );
  const dead = themes.flatMap((theme) => deadOf(theme, runs.free));
  const list = dead.map((mail) => `${mail.id.padEnd(12)} ${inOneLine(mail)}`);
  const written = [
    ...table,
    "",
    `## Dead in Chromium ${runs.free.version}`,
    "",
    "```text",
    ...list,
    "```",
  ].join("\n");
  const [before = ""] = page.split(BEGIN);
  const [, after = ""] = page.split(END);
  return `${before}${BEGIN}\n\n${written}\n\n${END}${after}`;
}

/** Mails of a theme that do nothing without any wall. */
export function deadOf(theme: Theme, free: Breach): HostileMail[] {
  const alive = new Set(breachesOf(free, theme));
  return theme.mails.filter(({ id }) => !alive.has(id));
}

/** Reads from the page what was dead when it was written. */
export function recordedDead(page: string): RecordedDead {
  const [, version = "", list = ""] = /## Dead in Chromium (\S+)\n\n```text\n(.*?)```/s.exec(page) ?? [];
  return { version, ids: new Set(list.match(/^[a-z]+\d+/gm)) };
}

function rowOf(theme: Theme, { free, cleaned, sandboxed }: WallRuns): string[] {
  const count = (ids: ReadonlySet<string>) => theme.mails.filter(({ id }) => ids.has(id)).length;
  const figures = [
    theme.mails.length,
    count(free.ran),
    count(free.called),
    count(free.covered),
    count(free.byHand),
    deadOf(theme, free).length,
    breachesOf(cleaned, theme).length,
    breachesOf(sandboxed, theme).length,
  ];
  return [theme.title, ...figures.map(String)];
}

/** Without what would end the list, or turn its direction. */
function inOneLine({ naive }: HostileMail): string {
  const text = naive.body.toString("latin1").slice(0, SHOWN_LENGTH);
  return text.replace(/[^ -_a-~]/g, (octet) => `\\x${octet.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
