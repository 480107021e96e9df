import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { BrowserSessions, cookieValue } from "@popgate/server/security/browser-sessions";
import { MemoryBrowserSessions } from "@popgate/server/store/memory/memory-browser-sessions";

const TTL_MS = 1_000;

const KEY = randomBytes(32);

function startSessions(store = new MemoryBrowserSessions(), key = KEY) {
  let time = 0;
  const ended: string[] = [];
  const sessions = new BrowserSessions({
    store,
    key,
    ttlMs: TTL_MS,
    now: () => time,
  });
  sessions.onEnd((id) => ended.push(id));
  return { sessions, ended, pass: (milliseconds: number) => (time += milliseconds) };
}

test("a browser that stays away for too long is forgotten, and its mailboxes are told", async () => {
  const { sessions, ended, pass } = startSessions();
  const session = await sessions.open();
  pass(TTL_MS);
  await sessions.sweep([]);
  expect(ended).toEqual([session.id]);
  expect(await sessions.find(cookieValue(session))).toBeUndefined();
});

test("a browser with a page open is not away, however long it asks for nothing", async () => {
  const { sessions, ended, pass } = startSessions();
  const session = await sessions.open();
  for (let hour = 0; hour < 5; hour += 1) {
    pass(TTL_MS - 1);
    await sessions.sweep([session.id]);
  }
  expect(ended).toEqual([]);
  expect(await sessions.find(cookieValue(session))).toEqual(session);
});

test("an open page brings no session back that has ended", async () => {
  const { sessions } = startSessions();
  const session = await sessions.open();
  await sessions.end(session.id);
  await sessions.sweep([session.id]);
  expect(await sessions.find(cookieValue(session))).toBeUndefined();
});

test("a cookie with another secret proves nothing", async () => {
  const { sessions } = startSessions();
  const session = await sessions.open();
  const other = await sessions.open();
  expect(await sessions.find(cookieValue({ id: session.id, secret: other.secret }))).toBeUndefined();
});

test("a store that outlives the process brings the session back to the same secret, and to no other", async () => {
  const store = new MemoryBrowserSessions();
  const session = await startSessions(store).sessions.open();
  expect(await startSessions(store).sessions.find(cookieValue(session))).toEqual(session);
  const stranger = startSessions(store, randomBytes(32));
  expect(await stranger.sessions.find(cookieValue(session))).toBeUndefined();
  expect(stranger.ended).toEqual([]);
});
