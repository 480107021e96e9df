import { readFileSync } from "node:fs";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { Message, RowPage } from "@popgate/shared/api/message";
import { ApiClient } from "../support/api-client.ts";
import { requireDovecot, startDovecot } from "../support/dovecot.ts";
import { startGateway } from "../support/gateway.ts";

// A large message is opened and its attachment saved through the built gateway: how much its memory rises.
// tsx -C source test/bench/large-message.ts [megabytes]

const megabytes = Number(process.argv[2] ?? 200);
if (requireDovecot() === undefined) process.exit(1);
const dovecot = await startDovecot({
  users: [{ user: "bench", password: "bench", messages: [small(), largeMessage(megabytes)] }],
});
const gateway = await startGateway({
  POPGATE_ALLOW: `${dovecot.host}:${dovecot.port}`,
  POPGATE_DEMO: "off",
  POPGATE_MAX_MESSAGE: String(2 * megabytes * 1_000_000),
});
try {
  const api = new ApiClient(gateway.url);
  const signIn = {
    user: "bench",
    password: "bench",
    server: { host: dovecot.host, port: dovecot.port, security: "none" },
  };
  const { body: mailbox } = await api.call<Mailbox>("POST", "/mailboxes", signIn);
  const { body: rows } = await api.call<RowPage>("GET", `/mailboxes/${mailbox.id}/messages?order=asc`);
  const path = (nth: number) =>
    `/mailboxes/${mailbox.id}/messages/${encodeURIComponent(rows.items[nth]?.uid ?? "")}`;
  // The small one first: what the parser and the runtime need once is not the large message's doing.
  await api.call("GET", path(0));
  const before = residentMegabytes("VmRSS");
  const opened = await timed(() => api.call<Message>("GET", path(1)));
  if (opened.value.status !== 200) throw new Error(JSON.stringify(opened.value.body));
  const [attachment] = opened.value.body.attachments;
  if (attachment === undefined) throw new Error(`no attachment: ${JSON.stringify(opened.value.body)}`);
  const saved = await timed(async () => drain(await api.fetch("GET", `${path(1)}/parts/${attachment.part}`)));
  const peak = residentMegabytes("VmHWM");
  console.log(
    `message of ${megabytes} MB: opened in ${opened.ms} ms, ${saved.value} octets saved in ${saved.ms} ms`,
  );
  console.log(`memory: ${before} MB before, ${peak} MB at the peak, +${peak - before} MB`);
} finally {
  await gateway.stop();
  await dovecot.stop();
}

function small(): Buffer {
  return Buffer.from("Subject: small\r\nFrom: a@example.org\r\n\r\nhello\r\n");
}

function largeMessage(size: number): Buffer {
  const head = [
    "Subject: large",
    "From: a@example.org",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "The recording is attached.",
    "--b",
    'Content-Type: application/octet-stream; name="recording.bin"',
    "Content-Transfer-Encoding: base64",
    'Content-Disposition: attachment; filename="recording.bin"',
    "",
    "",
  ].join("\r\n");
  const line = `${"QUJD".repeat(19)}\r\n`;
  const lines = Math.floor((size * 1_000_000) / line.length);
  return Buffer.concat([
    Buffer.from(head),
    Buffer.alloc(lines * line.length, line),
    Buffer.from("--b--\r\n"),
  ]);
}

async function drain(response: Response): Promise<number> {
  let octets = 0;
  for await (const chunk of response.body ?? []) octets += chunk.length;
  return octets;
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; ms: number }> {
  const started = performance.now();
  const value = await work();
  return { value, ms: Math.round(performance.now() - started) };
}

/** As Linux tells it: VmRSS is now, VmHWM the peak since the process began. */
function residentMegabytes(field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${gateway.pid}/status`, "utf8");
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}
