import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { PageWriter, writeChecked } from "@popgate/server/realtime/page-writer";
import { socketLine } from "@popgate/server/realtime/socket-line";
import { ServerEvent } from "@popgate/shared/api/events";
import type { Row } from "@popgate/shared/api/message";

let server: WebSocketServer;
let client: WebSocket;
let accepted: WebSocket;
let events: ServerEvent[];

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  await once(server, "listening");
  const connected = once(server, "connection");
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    perMessageDeflate: false,
  });
  events = [];
  client.on("message", (data: Buffer) => events.push(ServerEvent.parse(JSON.parse(data.toString()))));
  const opened = once(client, "open");
  [accepted] = (await connected) as [WebSocket];
  await opened;
});

afterEach(() => {
  client.terminate();
  accepted.terminate();
  server.close();
});

const unexpected = (error: unknown) => {
  throw error;
};

function row(uid: string, subject = ""): Row {
  return {
    uid,
    number: 1,
    octets: 1,
    loaded: true,
    subject,
    from: null,
    to: [],
    date: null,
    hasAttachments: false,
    seen: false,
    starred: false,
    isNew: false,
    marked: false,
  };
}

function rows(generation: number, ...list: Row[]): ServerEvent {
  return { type: "rows", mailboxId: "a", generation, loaded: list.length, rows: list };
}

test("gathers rows for a moment: the last word on each", async () => {
  const page = new PageWriter(socketLine(accepted), JSON.stringify, unexpected);
  page.tell(rows(1, row("u1", "old"), row("u2")));
  page.tell(rows(1, row("u1", "new")));
  await expect.poll(() => events.length).toBe(1);
  expect(events[0]).toMatchObject({ rows: [{ uid: "u1", subject: "new" }, { uid: "u2" }] });
});

test("forgets rows of an older reading of the maildrop", async () => {
  const page = new PageWriter(socketLine(accepted), JSON.stringify, unexpected);
  page.tell(rows(1, row("u1")));
  page.tell(rows(2, row("u2")));
  await expect.poll(() => events.length).toBe(1);
  expect(events[0]).toMatchObject({ generation: 2, rows: [{ uid: "u2" }] });
});

test("sends rows before what happened after them", async () => {
  const page = new PageWriter(socketLine(accepted), JSON.stringify, unexpected);
  page.tell(rows(1, row("u1")));
  page.tell({ type: "closed", mailboxId: "a" });
  await expect.poll(() => events.map(({ type }) => type)).toEqual(["rows", "closed"]);
});

test("buffers nothing for a page that does not read, and tells it to ask again when it does", async () => {
  const page = new PageWriter(socketLine(accepted), JSON.stringify, unexpected);
  client.pause();
  const large = row("u", "x".repeat(200_000));
  for (let nth = 0; nth < 400; nth += 1) {
    page.tell({ type: "progress", mailboxId: large.subject, uid: `${nth}`, received: 0, octets: null });
  }
  // One event past the bound may be in the buffer, not four hundred.
  expect(accepted.bufferedAmount).toBeLessThan(2 * 1024 * 1024);
  client.resume();
  await expect.poll(() => events.at(-1)?.type).toBe("resync");
  page.tell({ type: "closed", mailboxId: "a" });
  await expect.poll(() => events.at(-1)?.type).toBe("closed");
});

test("an event that breaks its contract is not sent, is told, and closes its page", async () => {
  const errors: unknown[] = [];
  const page = new PageWriter(socketLine(accepted), writeChecked, (error) => errors.push(error));
  const closed = once(client, "close");
  page.tell({ type: "resync" });
  // A field of the session that was never meant for a page.
  page.tell({ type: "closed", mailboxId: "a", password: "secret" } as ServerEvent);
  const [code] = (await closed) as [number];
  expect(code).toBe(1011);
  expect(events).toEqual([{ type: "resync" }]);
  expect(errors.map(String)).toEqual([
    'ContractBreachError: the event "closed" breaks its contract at password',
  ]);
});
