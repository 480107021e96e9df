import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { measureAgreement } from "./agreement.ts";
import { measureHostile } from "./hostile.ts";
import { measureMemory } from "./memory.ts";
import { measureOrder } from "./order.ts";
import { measurePainting } from "./painting.ts";
import { measureParsing } from "./parsing.ts";
import { markdown, type Section } from "../section.ts";

// Every figure of reading mail beside a peer or a limit in the same run; with --write into docs/bench-reading.md.
// node_modules/.bin/tsx test/bench/reading/report.ts [--write] [parsing|hostile|painting|memory|order|agreement …]     (after a build)

const COMMAND = "node_modules/.bin/tsx test/bench/reading/report.ts --write";
const PARTS: Readonly<Record<string, () => Section | Promise<Section>>> = {
  parsing: measureParsing,
  painting: measurePainting,
  memory: measureMemory,
  hostile: measureHostile,
  order: measureOrder,
  agreement: measureAgreement,
};

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
  writeFileSync(new URL("../../../docs/bench-reading.md", import.meta.url), page(sections.join("\n")));
}

function page(body: string): string {
  const [load = 0] = loadavg();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}`;
  return `# Speed of reading mail

Written by \`${COMMAND}\`, on ${machine}, load ${load.toFixed(1)} at the end of the run.
Figures of one table were taken in one run, those beside each other by turns. They mean something beside each other, and little beside those of another machine.

${body}`;
}
