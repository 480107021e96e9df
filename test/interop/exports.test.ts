import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportFormat, ExportJob } from "@popgate/shared/api/export";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { MatchingUids } from "@popgate/shared/api/bulk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CORPUS } from "../corpus/corpus.ts";
import { ApiClient } from "../support/gateway/api-client.ts";
import { requireDovecot, startDovecot, type Dovecot } from "../support/programs/dovecot.ts";
import { startGateway, type Gateway } from "../support/gateway/built-gateway.ts";
import { connectPop3 } from "../support/line/raw-pop3.ts";
import { readZip } from "../support/read-zip.ts";
import { requireProgram } from "../support/programs/require-program.ts";

const USER = "kim";
const PASSWORD = "correct-horse-battery";
/** Those that end a line with CRLF and hold no NUL: what a server changes as it stores is not our question. */
const MESSAGES = [
  ...CORPUS.map(({ raw }) => Buffer.concat([raw, Buffer.from("\r\n")])).filter(
    (raw) => !/(?<!\r)\n|\r(?!\n)|\0/.test(raw.toString("latin1")),
  ),
  Buffer.from("Subject: quoting\r\n\r\n\r\nFrom here on\r\n>From there\r\n.\r\n"),
];
const python = requireProgram("python3");
/** Each message as Python reads it: without the line in front, one quoting taken away. */
const READ_MBOX = `
import hashlib, json, mailbox, re, sys
box = mailbox.mbox(sys.argv[1], create=False)
def octets(key):
    raw = box.get_bytes(key)
    return re.sub(rb"(?m)^>(>*From )", rb"\\1", raw)
print(json.dumps([hashlib.sha256(octets(key)).hexdigest() for key in box.keys()]))
`;

const sha256 = (octets: Buffer) => createHash("sha256").update(octets).digest("hex");

describe.skipIf(requireDovecot() === undefined)("an export from Dovecot", { timeout: 60_000 }, () => {
  let dovecot: Dovecot;
  let gateway: Gateway;
  let api: ApiClient;
  let path: string;
  let uids: string[];
  let direct: Buffer[];

  beforeAll(async () => {
    dovecot = await startDovecot({ users: [{ user: USER, password: PASSWORD, messages: MESSAGES }] });
    const server = { host: dovecot.host, port: dovecot.port, security: "none" } as const;
    gateway = await startGateway({ POPGATE_ALLOW: `${server.host}:${server.port}`, POPGATE_DEMO: "off" });
    direct = await byRetr(server.host, server.port);
    api = new ApiClient(gateway.url);
    const login = { user: USER, password: PASSWORD, server };
    path = `/mailboxes/${(await api.ask<Mailbox>("POST", "/mailboxes", login)).id}`;
    // Newest first; a server counts from the oldest.
    uids = (await api.ask<MatchingUids>("GET", `${path}/uids`)).uids.toReversed();
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await dovecot.stop();
  });

  async function exported(format: ExportFormat): Promise<Buffer> {
    const job = await api.ask<ExportJob>("POST", `${path}/exports`, { uids, format });
    return Buffer.from(await (await api.fetch("GET", `${path}/exports/${job.id}/download`)).arrayBuffer());
  }

  test("as a zip holds for each message what RETR gives", async () => {
    const files = readZip(await exported("zip"));
    expect([...files.values()].map(sha256)).toEqual(direct.map(sha256));
  });

  test("as an archive says so in its manifest", async () => {
    const files = readZip(await exported("archive"));
    const { messages } = JSON.parse(files.get("manifest.json")?.toString() ?? "");
    expect(messages.map((each: { sha256: string }) => each.sha256)).toEqual(direct.map(sha256));
    expect(messages.map((each: { uid: string }) => each.uid)).toEqual(uids);
  });

  test.skipIf(python === undefined)("as an mbox is read by another program, message by message", async () => {
    const folder = mkdtempSync(join(tmpdir(), "popgate-mbox-"));
    try {
      const file = join(folder, "messages.mbox");
      writeFileSync(file, await exported("mbox"));
      const read = execFileSync(python ?? "", ["-c", READ_MBOX, file], { encoding: "utf8" });
      const stored = direct.map((raw) => raw.toString("latin1").replaceAll("\r\n", "\n"));
      expect(JSON.parse(read)).toEqual(stored.map((text) => sha256(Buffer.from(text, "latin1"))));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function byRetr(host: string, port: number): Promise<Buffer[]> {
  const client = await connectPop3(host, port);
  await client.ask(`USER ${USER}`);
  await client.ask(`PASS ${PASSWORD}`);
  const messages: Buffer[] = [];
  for (let number = 1; number <= MESSAGES.length; number += 1) {
    const lines = await client.askLines(`RETR ${number}`);
    messages.push(Buffer.from(lines.map((line) => `${line}\r\n`).join(""), "latin1"));
  }
  await client.ask("QUIT");
  await client.drop();
  return messages;
}
