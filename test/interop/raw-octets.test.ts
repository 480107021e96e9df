import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { RowPage } from "@popgate/shared/api/message";
import { CORPUS } from "../corpus/corpus.ts";
import { ApiClient } from "../support/gateway/api-client.ts";
import { requireDovecot, startDovecot } from "../support/programs/dovecot.ts";
import { startGateway } from "../support/gateway/built-gateway.ts";
import { connectPop3 } from "../support/line/raw-pop3.ts";

const USER = "kim";
const PASSWORD = "correct-horse-battery";
/** Those that end a line with CRLF and hold no NUL: what a server changes as it stores is not our question. */
const MESSAGES = CORPUS.map(({ raw }) => Buffer.concat([raw, Buffer.from("\r\n")])).filter(
  (raw) => !/(?<!\r)\n|\r(?!\n)|\0/.test(raw.toString("latin1")),
);

test.skipIf(requireDovecot() === undefined)(
  "the source of each message has the SHA-256 of what RETR gives",
  { timeout: 60_000 },
  async () => {
    const dovecot = await startDovecot({ users: [{ user: USER, password: PASSWORD, messages: MESSAGES }] });
    const server = { host: dovecot.host, port: dovecot.port, security: "none" } as const;
    const gateway = await startGateway({
      POPGATE_ALLOW: `${server.host}:${server.port}`,
      POPGATE_DEMO: "off",
    });
    try {
      const direct = await hashesByRetr(server.host, server.port);
      expect(direct.length).toBe(MESSAGES.length);
      const api = new ApiClient(gateway.url);
      const { body: mailbox } = await api.call<Mailbox>("POST", "/mailboxes", {
        user: USER,
        password: PASSWORD,
        server,
      });
      const rows = `/mailboxes/${mailbox.id}/messages?order=asc&limit=500`;
      const { items } = (await api.call<RowPage>("GET", rows)).body;
      const ours: string[] = [];
      for (const { uid } of items) {
        const response = await api.fetch(
          "GET",
          `/mailboxes/${mailbox.id}/messages/${encodeURIComponent(uid)}/raw`,
        );
        const hash = sha256(Buffer.from(await response.arrayBuffer()));
        expect(response.headers.get("etag")).toBe(`"${hash}"`);
        ours.push(hash);
      }
      expect(ours).toEqual(direct);
    } finally {
      await gateway.stop();
      await dovecot.stop();
    }
  },
);

async function hashesByRetr(host: string, port: number): Promise<string[]> {
  const client = await connectPop3(host, port);
  await client.ask(`USER ${USER}`);
  await client.ask(`PASS ${PASSWORD}`);
  const hashes: string[] = [];
  const listing = await client.askLines("LIST");
  for (let number = 1; number <= listing.length; number += 1) {
    const lines = await client.askLines(`RETR ${number}`);
    hashes.push(sha256(Buffer.from(lines.map((line) => `${line}\r\n`).join(""), "latin1")));
  }
  await client.ask("QUIT");
  await client.drop();
  return hashes;
}

function sha256(octets: Buffer): string {
  return createHash("sha256").update(octets).digest("hex");
}
