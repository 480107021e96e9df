import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { cookieValue } from "@popgate/server/security/browser-session";
import { BrowserSessions, SessionRenewedError } from "@popgate/server/security/browser-sessions";
import { MemoryBrowserSessions } from "@popgate/server/store/memory/memory-browser-sessions";

const TTL_MS = 1_000;
const LIFETIME_MS = 10 * TTL_MS;

const KEY = randomBytes(32);

function startSessions(store = new MemoryBrowserSessions(), key = KEY) {
  let time = 0;
  const ended: string[] = [];
  const sessions = new BrowserSessions({
    store,
    key,
    ttlMs: TTL_MS,
    lifetimeMs: LIFETIME_MS,
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
  expect(await sessions.find([cookieValue(session)])).toBeUndefined();
});

test("a browser with a page open is not away, however long it asks for nothing", async () => {
  const { sessions, ended, pass } = startSessions();
  const session = await sessions.open();
  for (let hour = 0; hour < 5; hour += 1) {
    pass(TTL_MS - 1);
    await sessions.sweep([session.id]);
  }
  expect(ended).toEqual([]);
  expect(await sessions.find([cookieValue(session)])).toEqual(session);
});

test("an open page brings no session back that has ended", async () => {
  const { sessions } = startSessions();
  const session = await sessions.open();
  await sessions.end(session.id);
  await sessions.sweep([session.id]);
  expect(await sessions.find([cookieValue(session)])).toBeUndefined();
});

test("a cookie with another secret proves nothing", async () => {
  const { sessions } = startSessions();
  const session = await sessions.open();
  const other = await sessions.open();
  expect(await sessions.find([cookieValue({ id: session.id, secret: other.secret })])).toBeUndefined();
});

test("a store that outlives the process brings the session back to the same secret, and to no other", async () => {
  const store = new MemoryBrowserSessions();
  const session = await startSessions(store).sessions.open();
  expect(await startSessions(store).sessions.find([cookieValue(session)])).toEqual(session);
  const stranger = startSessions(store, randomBytes(32));
  expect(await stranger.sessions.find([cookieValue(session)])).toBeUndefined();
  expect(stranger.ended).toEqual([]);
});

test("a busy browser signs in anew when its time is over, and an open page does not prolong it", async () => {
  const { sessions, ended, pass } = startSessions();
  const session = await sessions.open();
  for (let time = 0; time < LIFETIME_MS - TTL_MS; time += TTL_MS / 2) {
    pass(TTL_MS / 2);
    expect(await sessions.find([cookieValue(session)])).toEqual(session);
    await sessions.sweep([session.id]);
  }
  pass(TTL_MS);
  expect(await sessions.find([cookieValue(session)])).toBeUndefined();
  expect(ended).toEqual([session.id]);
});

test("a renewed session has another cookie, the same key, and its time begins anew", async () => {
  const { sessions, pass } = startSessions();
  const session = await sessions.open();
  pass(TTL_MS - 1);
  const renewed = await sessions.renew(session, []);
  expect(renewed).toMatchObject({ id: session.id, key: session.key });
  expect(renewed.secret).not.toBe(session.secret);
  pass(TTL_MS - 1);
  expect(await sessions.find([cookieValue(renewed)])).toEqual(renewed);
});

test("a replaced cookie reads what was open for ten seconds, and then proves nothing", async () => {
  const store = new MemoryBrowserSessions();
  let time = 0;
  const options = { store, key: KEY, ttlMs: 60_000, lifetimeMs: 60_000, now: () => time };
  const sessions = new BrowserSessions(options);
  const session = await sessions.open();
  const renewed = await sessions.renew(session, ["open before"]);
  time += 9_999;
  const former = await sessions.find([cookieValue(session)]);
  expect([...(former?.former?.mailboxes ?? [])]).toEqual(["open before"]);
  expect(await sessions.find([cookieValue(session), cookieValue(renewed)])).toEqual(renewed);
  expect(sessions.asOfNow(session)).toEqual(former);
  time += 1;
  expect(await sessions.find([cookieValue(session)])).toBeUndefined();
  expect(sessions.asOfNow(session)).toBeUndefined();
  expect(sessions.asOfNow(renewed)).toEqual(renewed);
});

test("of two sign-ins that began with one cookie, one renews it", async () => {
  const { sessions } = startSessions();
  const session = await sessions.open();
  const outcomes = await Promise.allSettled([sessions.renew(session, []), sessions.renew(session, [])]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const former = await sessions.find([cookieValue(session)]);
  if (former === undefined) throw new Error("the former cookie still reads");
  await expect(sessions.renew(former, [])).rejects.toThrow(SessionRenewedError);
});

test("a renewal is not undone by a request that was on its way", async () => {
  const { sessions, pass } = startSessions();
  const session = await sessions.open();
  pass(TTL_MS / 2);
  // It moves the expiry, since a tenth of it is over.
  const finding = sessions.find([cookieValue(session)]);
  const renewed = await sessions.renew(session, []);
  await finding;
  expect(await sessions.find([cookieValue(renewed)])).toEqual(renewed);
});

test("a renewal at another gateway is told where the session was seen before, once", async () => {
  const store = new MemoryBrowserSessions();
  const [here, there] = [startSessions(store).sessions, startSessions(store).sessions];
  const told: string[] = [];
  there.onRenewed((id) => told.push(id));
  const session = await here.open();
  await there.find([cookieValue(session)]);
  const renewed = await here.renew(session, []);
  expect(await there.find([cookieValue(session)])).toBeUndefined();
  expect(await there.find([cookieValue(renewed)])).toEqual(renewed);
  expect(told).toEqual([session.id]);
  expect(there.asOfNow(session)).toBeUndefined();
});
