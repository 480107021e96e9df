import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import type { Row, RowPage } from "@popgate/shared/api/message";
import { ApiClient } from "../support/gateway/api-client.ts";
import { startGateway, type Gateway } from "../support/gateway/built-gateway.ts";
import { rawDrain } from "./bench-session.ts";

// What a session costs the gateway: memory and processor, with every header read. Beside them what cannot be
// undercut: the octets of the rows themselves, and the processor of a bare socket that drains the same TOPs.
// tsx test/bench/session-cost.ts [--sessions 300] [--messages 1000] [--beside /another/checkout]
// It runs compiled servers; with --beside that of another checkout too, in turns.

const { values } = parseArgs({
  options: {
    sessions: { type: "string", default: "300" },
    messages: { type: "string", default: "1000" },
    rounds: { type: "string", default: "1" },
    beside: { type: "string" },
  },
});
const sessions = Number(values.sessions);
const messages = Number(values.messages);

/** The first ones compile the code that all run. */
const WARM_UP = 20;
/** Processor is read after so many; the least of all batches has the fewest strangers in it. */
const BATCH = 10;
const PRESET = "bench";
/** Linux counts processor time in hundredths of a second. */
const MS_A_TICK = 10;
const ROWS_A_PAGE = 200;

const script = fileURLToPath(new URL("session-cost-server.ts", import.meta.url));
const pop3 = fork(script, [String(messages)]);
try {
  // Its only answer, as it says there.
  const [{ port }] = (await once(pop3, "message")) as [{ port: number }];
  await rawCost(port);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    await gatewayCost("this checkout", port);
    if (values.beside !== undefined) await gatewayCost(values.beside, port, values.beside);
  }
} finally {
  pop3.kill("SIGTERM");
}

async function rawCost(port: number): Promise<void> {
  const commands = Array.from({ length: messages }, (_, index) => `TOP ${index + 1} 0`);
  const taken: number[] = [];
  for (let round = 0; round < WARM_UP; round += 1) {
    const before = process.cpuUsage();
    await rawDrain({ host: "127.0.0.1", port }, commands);
    const { user, system } = process.cpuUsage(before);
    taken.push((user + system) / 1_000);
  }
  console.log(
    `bare socket, sign-in and ${messages} TOPs: processor ${Math.min(...taken).toFixed(1)} ms at least`,
  );
}

async function gatewayCost(name: string, port: number, checkout?: string): Promise<void> {
  const server = { host: "127.0.0.1", port, security: "none" };
  const gateway = await startGateway(
    {
      NODE_ENV: "production",
      POPGATE_SERVERS: JSON.stringify([{ id: PRESET, name: "Bench", server }]),
      POPGATE_ALLOW_PRIVATE: "127.0.0.0/8",
      POPGATE_MAX_SESSIONS: String(sessions + WARM_UP + 1),
      TRUST_PROXY: "127.0.0.1",
      POPGATE_LOG: "error",
      POPGATE_SECRET: "k8J2vQ7nX4tB9wLz5mR1cY6dF3hG0pSa",
    },
    checkout,
  );
  try {
    for (let nth = 0; nth < WARM_UP; nth += 1) await signIn(gateway, nth);
    const resident = residentKilobytes(gateway);
    const batches: number[] = [];
    for (let nth = 0; nth < sessions; nth += BATCH) {
      const before = processorMs(gateway);
      for (let each = nth; each < nth + BATCH; each += 1) await signIn(gateway, WARM_UP + each);
      batches.push((processorMs(gateway) - before) / BATCH);
    }
    const each = (residentKilobytes(gateway) - resident) / (batches.length * BATCH);
    const rows = await rowKilobytes(gateway);
    const mean = batches.reduce((sum, batch) => sum + batch, 0) / batches.length;
    console.log(
      `${name}: ${batches.length * BATCH} sessions of ${messages} headers: memory ${each.toFixed(0)} kB a session` +
        ` (text of the rows ${rows.toFixed(0)} kB); processor ${mean.toFixed(1)} ms a sign-in with its sweep,` +
        ` ${Math.min(...batches).toFixed(1)} at least`,
    );
  } finally {
    await gateway.stop();
  }
}

/** A person whose page stays open; ends when every header is read. */
async function signIn(gateway: Gateway, nth: number): Promise<{ browser: ApiClient; id: string }> {
  const browser = new ApiClient(gateway.url, { "x-forwarded-for": `10.1.${nth >> 8}.${nth & 255}` });
  await browser.ask("GET", "/servers");
  const body = { preset: PRESET, user: `person-${nth}`, password: "secret" };
  const { id } = await browser.ask<{ id: string }>("POST", "/mailboxes", body);
  const page = await browser.events();
  const { loaded } = await browser.ask<RowPage>("GET", `/mailboxes/${id}/messages?limit=50`);
  if (loaded < messages) await page.first("rows", (event) => event.loaded === messages);
  return { browser, id };
}

/** The text of one mailbox's rows, once. */
async function rowKilobytes(gateway: Gateway): Promise<number> {
  const { browser, id } = await signIn(gateway, WARM_UP + sessions);
  let octets = 0;
  for (let offset = 0; offset < messages; offset += ROWS_A_PAGE) {
    const path = `/mailboxes/${id}/messages?offset=${offset}&limit=${ROWS_A_PAGE}`;
    const { items } = await browser.ask<{ items: readonly Row[] }>("GET", path);
    for (const { uid, subject, from, to } of items) {
      const people = [from, ...to].map((each) => `${each?.name ?? ""}${each?.address ?? ""}`);
      octets += Buffer.byteLength([uid, subject, ...people].join(""));
    }
  }
  return octets / 1_024;
}

/** User and system time so far, as Linux tells them (proc(5), fields 14 and 15 of stat). */
function processorMs({ pid }: Gateway): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user = "", system = ""] = fields.split(" ").slice(11);
  return (Number(user) + Number(system)) * MS_A_TICK;
}

function residentKilobytes({ pid }: Gateway): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes);
}
