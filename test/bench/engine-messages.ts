import { spawn } from "node:child_process";
import { once } from "node:events";
import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { findProgram } from "../support/programs/require-program.ts";
import {
  backgroundDrain,
  IGNORE,
  medians,
  messageOf,
  openBench,
  rawDrain,
  share,
  USER,
} from "./bench-session.ts";
import type { Address, Figure } from "./bench-session.ts";

const LARGE_OCTETS = 50_000_000;
export const AVERAGE_MESSAGES = 1_000;
const AVERAGE_OCTETS = 20_000;

/** The maildrop of both measurements: average messages, and behind them a large one. */
export function maildrop(): Buffer[] {
  const average = messageOf(AVERAGE_OCTETS);
  return [...Array.from({ length: AVERAGE_MESSAGES }, () => average), messageOf(LARGE_OCTETS)];
}

/** RETR of 1,000 messages of 20 kB, and of one of 50 MB with what it costs in memory. */
export async function measureMessages(server: Address): Promise<Figure[]> {
  const curl = findProgram("curl");
  const many = Array.from({ length: AVERAGE_MESSAGES }, (_, index) => `RETR ${index + 1}`);
  const last = AVERAGE_MESSAGES + 1;
  const [raw = 0, engine = 0] = await medians(5, [
    () => rawDrain(server, many),
    () => retrieve(server, AVERAGE_MESSAGES, (index) => index, AVERAGE_OCTETS),
  ]);
  let growth = 0;
  const [rawLarge = 0, large = 0] = await medians(5, [
    () => rawDrain(server, [`RETR ${last}`]),
    async () => {
      const before = process.memoryUsage.rss();
      let peak = before;
      const elapsed = await retrieve(
        server,
        1,
        () => last,
        LARGE_OCTETS,
        () => {
          peak = Math.max(peak, process.memoryUsage.rss());
        },
      );
      growth = peak - before;
      return elapsed;
    },
  ]);
  const figures = [
    share("RETR of 1,000 messages of 20 kB", engine, { name: "bare socket", ms: raw }, 0.7),
    share("RETR of one message of 50 MB", large, { name: "bare socket", ms: rawLarge }, 0.7),
    memoryFigure(growth),
  ];
  if (curl === undefined) return figures;
  const url = `pop3://${USER}:${USER}@${server.host}:${server.port}`;
  const [curlMany = 0, curlLarge = 0] = await medians(3, [
    () => runCurl(curl, `${url}/[1-${AVERAGE_MESSAGES}]`),
    () => runCurl(curl, `${url}/${last}`),
  ]);
  return [
    ...figures,
    share("RETR of 1,000 messages of 20 kB", engine, { name: "curl", ms: curlMany }, 1),
    share("RETR of one message of 50 MB", large, { name: "curl", ms: curlLarge }, 1),
  ];
}

async function retrieve(
  server: Address,
  count: number,
  numberOf: (index: number) => number,
  octets: number,
  sample?: () => void,
): Promise<number> {
  const client = await openBench(server);
  let chunks = 0;
  const write = () => {
    chunks += 1;
    // Asking the system for every chunk would be what is measured.
    if (chunks % 64 === 0) sample?.();
    return true;
  };
  const sink = sample === undefined ? IGNORE : { write };
  const elapsed = await backgroundDrain(client, count, (index) => ({
    command: encodeCommand("RETR", [numberOf(index)]),
    sink,
    octets,
  }));
  client.close("the bench is over");
  return elapsed;
}

function memoryFigure(growth: number): Figure {
  const megabytes = growth / 1024 / 1024;
  return {
    what: "memory growth in RETR of 50 MB",
    engine: `${megabytes.toFixed(1)} MB`,
    beside: "the message 50 MB",
    ratio: "–",
    aim: "≤ 16 MB",
    isMet: megabytes <= 16,
  };
}

/** A process and a sign-in included: that is how curl is used. */
async function runCurl(curl: string, url: string): Promise<number> {
  const started = performance.now();
  const child = spawn(curl, ["-s", "-o", "/dev/null", url], { stdio: "ignore" });
  await once(child, "exit");
  return performance.now() - started;
}
