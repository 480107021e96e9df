import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ErrorReply } from "@popgate/shared/api/errors";
import type {
  CommitReport,
  Mailbox,
  Marks,
  MarksDelta,
  RefreshReport,
  ServerAddress,
} from "@popgate/shared/api/mailbox";
import type { Message, RowPage } from "@popgate/shared/api/message";
import type { TranscriptPage } from "@popgate/shared/api/transcript";
import { ApiClient } from "../../support/gateway/api-client.ts";
import { startGateway, type Gateway } from "../../support/gateway/built-gateway.ts";

/** A POP3 server with six messages, and what only its owner can see. */
export interface SuitePeer {
  readonly server: ServerAddress;
  readonly user: string;
  readonly password: string;
  /** The gateway's environment that lets it dial this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** The messages as they were put there, by their subject. */
  readonly messages: ReadonlyMap<string, Buffer>;
  deliver(message: Buffer): void;
  /** Unique-ids as a second POP3 connection sees them. */
  uniqueIds(): Promise<string[]>;
  stop(): Promise<void>;
}

/** What a person does with a mailbox, over HTTP, against any POP3 server. */
export function describeGateway(name: string, startPeer: () => Promise<SuitePeer>, isAvailable = true): void {
  describe.skipIf(!isAvailable)(`the gateway on ${name}`, () => {
    let peer: SuitePeer;
    let gateway: Gateway;
    let api: ApiClient;

    beforeEach(async () => {
      peer = await startPeer();
      gateway = await startGateway(peer.environment);
      api = new ApiClient(gateway.url);
    });
    afterEach(async () => {
      await gateway.stop();
      await peer.stop();
    });

    const credentials = () => ({ user: peer.user, password: peer.password, server: peer.server });

    async function signIn(): Promise<Mailbox> {
      const reply = await api.call<Mailbox>("POST", "/mailboxes", credentials());
      expect(reply).toMatchObject({ status: 201 });
      return reply.body;
    }

    async function rowsOf(id: string): Promise<RowPage> {
      return (await api.call<RowPage>("GET", `/mailboxes/${id}/messages?order=asc`)).body;
    }

    const path = (id: string, uid: string) => `/mailboxes/${id}/messages/${encodeURIComponent(uid)}`;

    it("signs in and lists every message with its size", async () => {
      const mailbox = await signIn();
      expect(mailbox).toMatchObject({ state: "transaction", messages: 6, user: peer.user });
      expect(JSON.stringify(mailbox)).not.toContain(peer.password);
      const rows = await rowsOf(mailbox.id);
      const sizes = [...peer.messages.values()].map(({ length }) => length);
      expect(rows.items.map(({ octets }) => octets)).toEqual(sizes);
    });

    it("fills the rows in the background and tells the page", async () => {
      const { id } = await signIn();
      const events = await api.events();
      await events.first("mailbox", ({ mailbox }) => mailbox.loaded === 6);
      const subjects = (await rowsOf(id)).items.map(({ subject }) => subject);
      expect(subjects).toEqual([...peer.messages.keys()]);
      events.close();
    });

    it("gives the exact bytes of every message", async () => {
      const { id } = await signIn();
      const originals = [...peer.messages.values()];
      for (const [index, { uid }] of (await rowsOf(id)).items.entries()) {
        const response = await api.fetch("GET", `${path(id, uid)}/raw`);
        const bytes = await buffer(Readable.fromWeb(response.body as never));
        expect(bytes.equals(originals[index] ?? Buffer.alloc(0))).toBe(true);
      }
    });

    it("opens a message", async () => {
      const { id } = await signIn();
      const [first] = (await rowsOf(id)).items;
      const { status, body } = await api.call<Message>("GET", path(id, first?.uid ?? ""));
      expect(status).toBe(200);
      expect(body.subject).toBe([...peer.messages.keys()][0]);
      expect(body.text).toContain("first body");
    });

    it("marks three, takes one back, commits two, and reports what the maildrop then holds", async () => {
      const { id } = await signIn();
      const before = await rowsOf(id);
      const uids = before.items.map(({ uid }) => uid);
      for (const uid of uids.slice(0, 3)) await api.call("PUT", `${path(id, uid)}/mark`);
      const unmarked = await api.call<MarksDelta>("DELETE", `${path(id, uids[1] ?? "")}/mark`);
      expect(unmarked.body).toMatchObject({ removed: [uids[1]], count: 2, onServer: true });
      const wrong = await api.call<ErrorReply>("POST", `/mailboxes/${id}/commit`, { uids: uids.slice(0, 3) });
      expect([wrong.status, wrong.body.error.code]).toEqual([409, "marks-differ"]);
      const { body } = await api.call<CommitReport>("POST", `/mailboxes/${id}/commit`, {
        uids: [uids[0], uids[2]],
      });
      expect(body).toMatchObject({ removed: [uids[0], uids[2]], remaining: [], unknown: [] });
      await api.call("DELETE", `/mailboxes/${id}`);
      expect(await peer.uniqueIds()).toEqual([uids[1], ...uids.slice(3)]);
    });

    it("takes all marks back by reset, and deletes nothing at sign-out", async () => {
      const { id } = await signIn();
      const uids = (await rowsOf(id)).items.map(({ uid }) => uid);
      await api.call("POST", `/mailboxes/${id}/marks`, { add: uids });
      expect((await api.call<MarksDelta>("POST", `/mailboxes/${id}/reset`)).body.count).toBe(0);
      await api.call("POST", `/mailboxes/${id}/marks`, { add: uids });
      expect((await api.call("DELETE", `/mailboxes/${id}`)).status).toBe(204);
      expect(await peer.uniqueIds()).toEqual(uids);
    });

    it("finds new mail by refresh, with the marks kept", async () => {
      const { id } = await signIn();
      const uids = (await rowsOf(id)).items.map(({ uid }) => uid);
      await api.call("PUT", `${path(id, uids[4] ?? "")}/mark`);
      peer.deliver(Buffer.from("Subject: seventh\r\nFrom: new@example.org\r\n\r\nnews\r\n"));
      const { body } = await api.call<RefreshReport>("POST", `/mailboxes/${id}/refresh`);
      expect(body.added).toHaveLength(1);
      expect(body.removed).toEqual([]);
      expect(body.mailbox).toMatchObject({ messages: 7, marks: { count: 1, onServer: true } });
      const { body: marks } = await api.call<Marks>("GET", `/mailboxes/${id}/marks`);
      expect(marks.uids).toEqual([uids[4]]);
    });

    it("keeps two tabs in step", async () => {
      const { id } = await signIn();
      const [first, second] = await Promise.all([api.events(), api.events()]);
      const [row] = (await rowsOf(id)).items;
      const { body } = await api.call<MarksDelta>("PUT", `${path(id, row?.uid ?? "")}/mark`);
      for (const tab of [first, second]) {
        const { delta } = await tab.first("marks", (event) => event.delta.revision >= body.revision);
        expect(delta).toEqual(body);
        tab.close();
      }
    });

    it("shows what was said on the wire, without the password", async () => {
      const { id } = await signIn();
      const { body } = await api.call<TranscriptPage>("GET", `/mailboxes/${id}/transcript`);
      const said = body.events.filter(({ direction }) => direction === "C").map(({ line }) => line);
      expect(said).toEqual(expect.arrayContaining(["STAT", "LIST", "UIDL"]));
      const everything = JSON.stringify(body) + gateway.output();
      expect(everything).not.toContain(peer.password);
      expect(everything).not.toContain(Buffer.from(peer.password).toString("base64").slice(0, 12));
    });

    it("answers a wrong password with 401, and says it in none of its words", async () => {
      const wrong = { ...credentials(), password: "canary-3c1f9d" };
      const { status, body } = await api.call<ErrorReply>("POST", "/mailboxes", wrong);
      expect([status, body.error.code]).toEqual([401, "wrong-login"]);
      expect(JSON.stringify(body) + gateway.output()).not.toContain("canary-3c1f9d");
    });

    it("keeps a mailbox from everybody who has no cookie for it", async () => {
      const { id } = await signIn();
      const stranger = new ApiClient(gateway.url);
      expect((await stranger.call("GET", `/mailboxes/${id}/messages`)).status).toBe(401);
    });
  });
}
