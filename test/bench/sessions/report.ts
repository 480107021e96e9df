import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { requireDovecot } from "../../support/programs/dovecot.ts";
import { markdown, type Section } from "../section.ts";
import { measureCrowd } from "./crowd.ts";
import { measureFirstRows } from "./first-rows.ts";
import { measureInventory } from "./inventory.ts";
import { measureMarks } from "./marks.ts";
import { measureMemory } from "./memory.ts";
import { measureOpening } from "./opening.ts";
import { measurePainting } from "./painting.ts";
import { measureProcessor } from "./processor.ts";

// What a session costs, beside its peers in the same run; with --write into docs/bench-sessions.md.
// node_modules/.bin/tsx -C source test/bench/sessions/report.ts [--write] [inventory|first-rows|painting|crowd|opening|memory|marks|processor …]     (after a build)

const COMMAND = "node_modules/.bin/tsx -C source test/bench/sessions/report.ts --write";
const PARTS: Readonly<Record<string, () => Promise<Section>>> = {
  inventory: measureInventory,
  "first-rows": measureFirstRows,
  painting: measurePainting,
  crowd: measureCrowd,
  opening: measureOpening,
  memory: measureMemory,
  marks: measureMarks,
  processor: measureProcessor,
};

if (requireDovecot() === undefined) process.exit(1);
const asked = process.argv.slice(2).filter((word) => word in PARTS);
const sections: string[] = [];
for (const [name, measure] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const section = markdown(await measure());
  console.log(section);
  sections.push(section);
}
if (process.argv.includes("--write")) {
  if (asked.length > 0) throw new Error("a page is written of all parts at once");
  writeFileSync(new URL("../../../docs/bench-sessions.md", import.meta.url), page(sections.join("\n")));
}

function page(body: string): string {
  const [load = 0] = loadavg();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}`;
  return `# What a session costs

Written by \`${COMMAND}\`, on ${machine}, load ${load.toFixed(1)} at the end of the run.
Figures of one table were taken in one run, those beside each other by turns. They mean something beside each other, and little beside those of another machine.

${body}`;
}
