import { readFileSync } from "node:fs";
import type { ExportFormat, ExportJob } from "@popgate/shared/api/export";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { MatchingUids } from "@popgate/shared/api/bulk";
import { ApiClient } from "../support/gateway/api-client.ts";
import { requireDovecot, startDovecot } from "../support/programs/dovecot.ts";
import { startGateway } from "../support/gateway/built-gateway.ts";

// A whole mailbox is exported through the built gateway: how long it takes, and how much its memory rises.
// tsx -C source test/bench/export.ts [megabytes] [messages]

const megabytes = Number(process.argv[2] ?? 500);
const count = Number(process.argv[3] ?? 1_000);
if (requireDovecot() === undefined) process.exit(1);
const line = `${"QUJD".repeat(19)}\r\n`;
const lines = Math.ceil((megabytes * 1_000_000) / count / line.length);
const messages = Array.from({ length: count }, (_, nth) =>
  Buffer.from(`Subject: Message ${nth}\r\nFrom: a@example.org\r\n\r\n${line.repeat(lines)}`),
);
const login = { user: "bench", password: "bench" };
const dovecot = await startDovecot({ users: [{ ...login, messages }] });
messages.length = 0;
const gateway = await startGateway({
  NODE_ENV: "production",
  POPGATE_ALLOW: `${dovecot.host}:${dovecot.port}`,
  POPGATE_DEMO: "off",
});
try {
  const api = new ApiClient(gateway.url);
  const server = { host: dovecot.host, port: dovecot.port, security: "none" };
  const path = `/mailboxes/${(await api.ask<Mailbox>("POST", "/mailboxes", { ...login, server })).id}`;
  const { uids } = await api.ask<MatchingUids>("GET", `${path}/uids`);
  // One first: what the runtime needs once is not the mailbox's doing.
  await exported(api, path, uids.slice(0, 1), "zip");
  for (const format of ["zip", "mbox", "archive"] as const) {
    const before = residentMegabytes("VmRSS");
    const started = performance.now();
    const octets = await exported(api, path, uids, format);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${format} of ${count} messages, ${octets} octets: ${seconds.toFixed(1)} s, ` +
        `${(octets / 1e6 / seconds).toFixed(0)} MB/s; memory ${before} MB before, ` +
        `${residentMegabytes("VmRSS")} MB after, ${residentMegabytes("VmHWM")} MB at its peak`,
    );
  }
} finally {
  await gateway.stop();
  await dovecot.stop();
}

async function exported(api: ApiClient, path: string, uids: string[], format: ExportFormat): Promise<number> {
  const job = await api.ask<ExportJob>("POST", `${path}/exports`, { uids, format });
  const response = await api.fetch("GET", `${path}/exports/${job.id}/download`);
  let octets = 0;
  for await (const chunk of response.body ?? []) octets += chunk.length;
  return octets;
}

/** As Linux tells it: VmRSS is now, VmHWM the peak since the process began. */
function residentMegabytes(field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${gateway.pid}/status`, "utf8");
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}
