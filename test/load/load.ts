import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { runLoad, type Load, type LoadReport } from "./run-load.ts";

// How gateways hold up under many people at once; with --write into docs/load.md.
// node_modules/.bin/tsx -C source test/load/load.ts [--gateways 1,3] [--write]     (after `npm run check` has compiled the server)

const COMMAND = "node_modules/.bin/tsx -C source test/load/load.ts --write";

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "1000" },
    messages: { type: "string", default: "1000" },
    seconds: { type: "string", default: "120" },
    gateways: { type: "string", default: "1,3" },
    write: { type: "boolean", default: false },
  },
});

const sections: string[] = [];
for (const gateways of values.gateways.split(",").map(Number)) {
  const load = {
    people: Number(values.people),
    messages: Number(values.messages),
    seconds: Number(values.seconds),
    gateways,
  };
  const report = await runLoad(load);
  const section = told(load, report);
  console.log(section);
  for (const error of report.errors.slice(0, 20)) console.error(error);
  sections.push(section);
  if (report.errors.length > 0 || report.wrong > 0) process.exitCode = 1;
}
if (values.write) writeFileSync(new URL("../../docs/load.md", import.meta.url), page(sections));

function told({ people, messages, seconds, gateways }: Load, report: LoadReport): string {
  const { errors, wrong, signedInSeconds, resident, latencies } = report;
  const grown = sum(resident.after) - sum(resident.before);
  const each = (figures: readonly number[]) => figures.join(", ");
  return `## ${gateways === 1 ? "One gateway" : `${gateways} gateways behind nginx, with Redis`}

${people} people with a live session each, ${messages} messages in each mailbox, ${seconds} s of reading, marking and committing.

- errors: ${errors.length}; maildrops that do not hold exactly what the reports say: ${wrong}
- all signed in after ${signedInSeconds.toFixed(1)} s
- memory for each session: ${((grown * 1024) / people).toFixed(0)} kB; resident MB of each gateway: at start ${each(resident.before)}; signed in ${each(resident.settled)}; at the end ${each(resident.after)}; at most ${each(resident.peak)}

${latencies.table()}
`;
}

function page(runs: readonly string[]): string {
  return `# Many people at once

Written by \`${COMMAND}\`, on ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}.
People, the POP3 server and the gateways share that machine, and each person thinks for some seconds between two actions.

${runs.join("\n")}`;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
