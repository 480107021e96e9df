import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireDovecot, startDovecot, type Dovecot } from "../support/programs/dovecot.ts";
import { generatedMessage } from "../support/programs/maildir.ts";
import { LinePeer } from "../support/line/line-peer.ts";

const available = requireDovecot() !== undefined;

describe.skipIf(!available)("Dovecot for the tests", () => {
  let dovecot: Dovecot;

  beforeAll(async () => {
    const messages = [generatedMessage(1), generatedMessage(2), generatedMessage(3)];
    dovecot = await startDovecot({
      users: [
        { user: "reader", password: "secret word", messages },
        { user: "many", password: "pass", messages: 10_000 },
      ],
      lockSession: true,
    });
  });

  afterAll(() => dovecot.stop());

  const securities: Record<string, () => Promise<LinePeer>> = {
    plain: async () => greeted(await connected(connect(dovecot.port, dovecot.host))),
    STLS: async () => {
      const socket = await connected(connect(dovecot.port, dovecot.host));
      const peer = await greeted(socket);
      expect(await peer.ask("STLS")).toMatch(/^\+OK/);
      peer.release();
      const secured = connectTls({ socket, ca: dovecot.certificatePem, servername: "localhost" });
      await once(secured, "secureConnect");
      // RFC 2595 section 4: no second greeting.
      return new LinePeer(secured);
    },
    TLS: async () => {
      const address = { host: dovecot.host, port: dovecot.tlsPort };
      const socket = connectTls({ ...address, ca: dovecot.certificatePem, servername: "localhost" });
      await once(socket, "secureConnect");
      return greeted(socket);
    },
  };

  test.each(Object.entries(securities))("serves a whole session over %s", async (_, open) => {
    const peer = await open();
    expect(await peer.askLines("CAPA")).toEqual(expect.arrayContaining(["UIDL", "TOP", "PIPELINING"]));
    expect(await peer.ask("USER reader")).toMatch(/^\+OK/);
    expect(await peer.ask("PASS secret word")).toMatch(/^\+OK/);
    const octets = [1, 2, 3].reduce((sum, number) => sum + generatedMessage(number).length, 0);
    expect(await peer.ask("STAT")).toBe(`+OK 3 ${octets}`);
    expect(new Set(await peer.askLines("UIDL")).size).toBe(3);
    expect(await peer.askLines("TOP 2 0")).toContain("Subject: Message 2");
    expect(await peer.ask("QUIT")).toMatch(/^\+OK/);
  });

  test("serves a Maildir of 10,000 messages in the order they were written", async () => {
    const peer = await greeted(await connected(connect(dovecot.port, dovecot.host)));
    await peer.ask("USER many");
    expect(await peer.ask("PASS pass")).toMatch(/^\+OK/);
    expect(await peer.askLines("LIST")).toHaveLength(10_000);
    expect(await peer.askLines("TOP 1 0")).toContain("Subject: Message 1");
    expect(await peer.askLines("TOP 10000 0")).toContain("Subject: Message 10000");
    await peer.ask("QUIT");
  });

  // Dovecot waits ten seconds for the lock before it answers, and no setting shortens that.
  test("refuses a second session on a locked maildrop", { timeout: 30_000 }, async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(async () => greeted(await connected(connect(dovecot.port, dovecot.host)))),
    );
    if (first === undefined || second === undefined) throw new Error("two peers were opened");
    for (const peer of [first, second]) await peer.ask("USER reader");
    expect(await first.ask("PASS secret word")).toMatch(/^\+OK/);
    expect(await second.ask("PASS secret word")).toMatch(/^-ERR \[IN-USE\]/);
    await first.ask("QUIT");
  });

  test("refuses a wrong password", async () => {
    const peer = await greeted(await connected(connect(dovecot.port, dovecot.host)));
    await peer.ask("USER reader");
    expect(await peer.ask("PASS wrong")).toMatch(/^-ERR \[AUTH\]/);
  });
});

async function connected(socket: Socket): Promise<Socket> {
  await once(socket, "connect");
  return socket;
}

async function greeted(socket: Socket): Promise<LinePeer> {
  const peer = new LinePeer(socket);
  expect(await peer.line()).toMatch(/^\+OK/);
  return peer;
}
