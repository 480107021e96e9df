import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { requireDovecot, startDovecot, type Dovecot } from "../support/programs/dovecot.ts";
import { USER, type Figure } from "./bench-session.ts";
import { headersMaildrop, measureHeaders } from "./engine-headers.ts";
import { measureListing } from "./engine-listing.ts";
import { maildrop, measureMessages } from "./engine-messages.ts";
import { measurePeers, PEER_MESSAGES } from "./engine-peers.ts";

// Every figure of the engine, beside the raw limit or a peer in the same run; with --write into docs/bench.md.
// node_modules/.bin/tsx test/bench/engine-report.ts [--write]     (after `npm run check` has compiled the server)

const COMMAND = "node_modules/.bin/tsx test/bench/engine-report.ts --write";

if (requireDovecot() === undefined) process.exit(1);
const figures = [
  ...(await withDovecot(0, (dovecot) => measureListing(dovecot, USER))),
  ...(await withDovecot(headersMaildrop(), measureHeaders)),
  ...(await withDovecot(maildrop(), measureMessages)),
  ...(await withDovecot(PEER_MESSAGES, measurePeers)),
];
const table = [
  "| What | Engine | Beside | Ratio | Aim | Met |",
  "|---|---|---|---|---|---|",
  ...figures.map(row),
].join("\n");
console.log(table);
if (process.argv.includes("--write")) {
  writeFileSync(new URL("../../docs/bench.md", import.meta.url), page(table));
}

async function withDovecot(
  messages: readonly Buffer[] | number,
  measure: (server: Dovecot) => Promise<Figure[]>,
): Promise<Figure[]> {
  const dovecot = await startDovecot({ users: [{ user: USER, password: USER, messages }] });
  try {
    return await measure(dovecot);
  } finally {
    await dovecot.stop();
  }
}

function row({ what, engine, beside, ratio, aim, isMet }: Figure): string {
  return `| ${[what, engine, beside, ratio, aim, isMet ? "yes" : "no"].join(" | ")} |`;
}

function page(rows: string): string {
  const [load = 0] = loadavg();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}`;
  return `# Speed of the POP3 engine

Written by \`${COMMAND}\`, on ${machine}, load ${load.toFixed(1)} at the end of the run.
The bare socket writes the same commands at once and waits for the end: a ratio over 1 is the noise of a busy machine.
Each figure is the median of several runs that take turns with what stands beside it; the server is Debian's Dovecot
on loopback. 20 ms away is a loopback proxy that holds each packet back.

${rows}
`;
}
