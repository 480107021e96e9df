import { deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import type { Account } from "@popgate/server/sessions/login/account";
import { writeRecord } from "@popgate/server/sessions/keeping/record-form";
import type { RecordOctets } from "@popgate/server/sessions/keeping/mailbox-records";
import { SessionManager } from "@popgate/server/sessions/ownership/session-manager";
import { TEST_DEADLINES } from "../../../support/gateway/demo-session.ts";
import { forOneProcess } from "../../../support/gateway/ownership.ts";
import { TemporaryCache } from "../../../support/gateway/temporary-cache.ts";

/** Longer than the time between two tries. */
const LATER_MS = 20_000;

let cache: TemporaryCache;
let kept: Map<string, RecordOctets[]>;
let told: string[];
let manager: SessionManager;
/** Its browser has gone before this one's turn came: its password cannot be sealed. */
let unsealed: string | undefined;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  cache = new TemporaryCache();
  kept = new Map();
  told = [];
  unsealed = undefined;
  const ownership = forOneProcess();
  ownership.records.restore = async (ownerId) => kept.get(ownerId) ?? [];
  ownership.records.forget = async (ownerId, mailboxId) => {
    const others = (kept.get(ownerId) ?? []).filter((each) => each.mailboxId !== mailboxId);
    kept.set(ownerId, others);
  };
  ownership.records.secretOf = (_ownerId, password) => {
    if (password === unsealed) throw new Error("no page is open");
    return () => password;
  };
  manager = new SessionManager({
    dial: {},
    cache,
    searcher: new MessageSearcher(),
    deadlines: TEST_DEADLINES,
    limits: { sessions: 2, perOwner: 9, perAddress: 9, releaseAfterMs: 3_600_000 },
    ...ownership,
    onError: (message) => told.push(message),
  });
});
afterEach(async () => {
  await manager.shutdown();
  await cache.close();
  vi.useRealTimers();
});

function account(user: string): Account {
  return { user, server: { host: "127.0.0.1", port: 1, security: "none" }, mechanism: "auto" };
}

async function keptMailbox(user: string, mailboxId = user): Promise<RecordOctets> {
  const record = { account: account(user), marks: [], revision: 0 };
  return { mailboxId, generation: 1, octets: await writeRecord({ password: `${user}'s`, record }) };
}

/** What another version wrote, as far as this one can know it. */
function writtenBy(version: number): RecordOctets {
  const json = JSON.stringify({ version, words: "of another version" });
  return {
    mailboxId: `v${version}`,
    generation: 1,
    octets: Buffer.concat([Buffer.alloc(2), deflateRawSync(`${json}\n`)]),
  };
}

const idsOf = (ownerId: string) => manager.of(ownerId).map(({ id }) => id);

it("brings one that had no place back beside those that had, when there is room and time has passed", async () => {
  kept.set("other", [await keptMailbox("ann", "theirs")]);
  kept.set("me", [await keptMailbox("bob"), await keptMailbox("cem")]);
  await manager.restore("other", "there");
  await manager.restore("me", "here");
  expect(idsOf("me")).toEqual(["bob"]);
  await manager.close("other", "theirs");
  await manager.restore("me", "here");
  expect(idsOf("me")).toEqual(["bob"]);
  vi.advanceTimersByTime(LATER_MS);
  await manager.restore("me", "here");
  expect(idsOf("me")).toEqual(["bob", "cem"]);
  expect(manager.count).toBe(2);
  expect(told).toEqual(["no place for a kept mailbox"]);
});

it("asks no more for the others of a browser once all are here", async () => {
  kept.set("me", [await keptMailbox("bob")]);
  await manager.restore("me", "here");
  kept.set("me", [await keptMailbox("bob"), await keptMailbox("cem")]);
  vi.advanceTimersByTime(LATER_MS);
  await manager.restore("me", "here");
  expect(idsOf("me")).toEqual(["bob"]);
});

it("brings the rest back at the next request when the browser left before their turn", async () => {
  kept.set("me", [await keptMailbox("bob"), await keptMailbox("cem")]);
  unsealed = "cem's";
  await expect(manager.restore("me", "here")).rejects.toThrow("no page is open");
  expect(idsOf("me")).toEqual(["bob"]);
  unsealed = undefined;
  await manager.restore("me", "here");
  expect(idsOf("me")).toEqual(["bob", "cem"]);
});

it("makes no second mailbox of a maildrop that is here under another name", async () => {
  kept.set("me", [await keptMailbox("bob", "one"), await keptMailbox("bob", "two")]);
  await manager.restore("me", "here");
  expect(idsOf("me")).toEqual(["one"]);
});

it("drops what an earlier version kept, and leaves what a later one kept to those who can read it", async () => {
  kept.set("me", [writtenBy(2), writtenBy(4)]);
  await manager.restore("me", "here");
  expect(idsOf("me")).toEqual([]);
  expect(kept.get("me")?.map(({ mailboxId }) => mailboxId)).toEqual(["v4"]);
  await manager.restore("me", "here");
  expect(told).toEqual(["a kept mailbox could not be read", "a kept mailbox could not be read"]);
});
