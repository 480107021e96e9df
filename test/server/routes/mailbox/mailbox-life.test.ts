import { afterEach, beforeEach, expect, test } from "vitest";
import type { CommitReport, Mailbox, Marks, MarksDelta, RefreshReport } from "@popgate/shared/api/mailbox";
import type { Message, Row, RowPage } from "@popgate/shared/api/message";
import type { TranscriptPage } from "@popgate/shared/api/transcript";
import { CANARY, errorOf, startAppBench, USER, type AppBench } from "../../../support/gateway/app-bench.ts";
import { smallMessage } from "../../../support/gateway/demo-session.ts";
import { connectPop3 } from "../../../support/line/raw-pop3.ts";

let bench: AppBench;

beforeEach(async () => {
  bench = await startAppBench();
});

afterEach(() => bench.close());

test("signs in, lists, reads, marks, takes one back, commits and reports what is gone", async () => {
  const browser = bench.browser();
  const mailbox = await browser.signIn();
  expect(mailbox).toMatchObject({
    user: USER,
    state: "transaction",
    messages: 6,
    secure: true,
    preset: "demo",
  });
  const path = `/mailboxes/${mailbox.id}`;

  const page = await browser.get<RowPage>(`${path}/messages?limit=2`);
  expect(page.total).toBe(6);
  expect(page.items.map(({ uid }) => uid)).toEqual(["m6", "m5"]);

  const message = await browser.get<Message>(`${path}/messages/m5`);
  expect(message).toMatchObject({ uid: "m5", subject: "Message 5", hasHtml: false });
  expect(message).not.toHaveProperty("html");

  const first = await browser.send<MarksDelta>("PUT", `${path}/messages/m1/mark`);
  expect(first).toMatchObject({ added: ["m1"], removed: [], count: 1 });
  const more = await browser.send<MarksDelta>("POST", `${path}/marks`, { add: ["m2", "m3"] });
  expect(more).toMatchObject({ from: first.revision, added: ["m2", "m3"], removed: [], count: 3 });
  const fewer = await browser.send<MarksDelta>("DELETE", `${path}/messages/m2/mark`);
  expect(fewer).toMatchObject({ from: more.revision, added: [], removed: ["m2"], count: 2 });
  const { uids, ...summary } = await browser.get<Marks>(`${path}/marks`);
  expect(uids.toSorted()).toEqual(["m1", "m3"]);
  expect(summary).toEqual((await browser.get<Mailbox>(path)).marks);
  expect(bench.uids()).toHaveLength(6);

  const report = await browser.send<CommitReport>("POST", `${path}/commit`, { uids: ["m1", "m3"] });
  expect([...report.removed].sort()).toEqual(["m1", "m3"]);
  expect(report.mailbox).toMatchObject({ state: "transaction", messages: 4 });
  expect(bench.uids()).toEqual(["m2", "m4", "m5", "m6"]);
});

test("keeps marks over a refresh and tells what is new", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  await browser.send("PUT", `/mailboxes/${id}/messages/m2/mark`);
  bench.demo.control.deliver(USER, smallMessage(7), "m7");

  const report = await browser.send<RefreshReport>("POST", `/mailboxes/${id}/refresh`);
  expect(report.added).toEqual(["m7"]);
  expect(report.mailbox.marks).toMatchObject({ count: 1, onServer: true });
  expect((await browser.get<Marks>(`/mailboxes/${id}/marks`)).uids).toEqual(["m2"]);
});

test("takes all marks back by reset", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m1", "m2"] });
  const delta = await browser.send<MarksDelta>("POST", `/mailboxes/${id}/reset`);
  expect(delta).toMatchObject({ added: [], removed: "all", count: 0, octets: 0 });
  expect((await browser.get<Marks>(`/mailboxes/${id}/marks`)).uids).toEqual([]);
});

test("refuses a commit of other marks than those on the server, and removes nothing", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m1", "m2"] });
  const response = await browser.call("POST", `/mailboxes/${id}/commit`, { uids: ["m1"] });
  expect(response.status).toBe(409);
  expect((await errorOf(response)).code).toBe("marks-differ");
  expect(bench.uids()).toHaveLength(6);
});

test("a mark on a unique-id that no message has is refused, and marks nothing", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const unknown = await browser.call("PUT", `/mailboxes/${id}/messages/nonsense/mark`);
  expect(unknown.status).toBe(404);
  expect((await errorOf(unknown)).code).toBe("not-found");
  expect((await browser.get<Marks>(`/mailboxes/${id}/marks`)).uids).toEqual([]);
});

test.each(["x".repeat(300), "\u00e9".repeat(150), `${"y".repeat(250)} z`])(
  "a message whose unique-id is far too long (%#) is listed, opened, marked and removed",
  async (uniqueId) => {
    const login = { user: "long-ids", password: "its-own" };
    bench.demo.control.createMailbox(login);
    for (const [subject, uid] of [
      ["Long", uniqueId],
      ["Other", `${uniqueId}2`],
    ] as const) {
      bench.demo.control.deliver(login.user, Buffer.from(`Subject: ${subject}\r\n\r\nStill read.\r\n`), uid);
    }
    const browser = bench.browser();
    const { id } = await browser.signIn(login);
    const { items } = await browser.get<RowPage>(`/mailboxes/${id}/messages`);
    const [uid = "", other = ""] = items.map((row) => row.uid);
    expect(uid).not.toBe(other);
    const address = `/mailboxes/${id}/messages/${encodeURIComponent(uid)}`;
    expect((await browser.get<Message>(address)).subject).toBe("Other");
    await browser.send("PUT", `${address}/mark`);
    const report = await browser.send("POST", `/mailboxes/${id}/commit`, { uids: [uid] });
    expect(report).toMatchObject({ removed: [uid] });
    expect((await browser.get<RowPage>(`/mailboxes/${id}/messages`)).items.map((row) => row.uid)).toEqual([
      other,
    ]);
  },
);

test("signs out without deleting what is marked", async () => {
  const browser = bench.browser();
  bench.demo.control.createMailbox({ user: "beside", password: "its-own" });
  await browser.signIn({ user: "beside", password: "its-own" });
  const { id } = await browser.signIn();
  await browser.send("PUT", `/mailboxes/${id}/messages/m1/mark`);
  expect((await browser.call("DELETE", `/mailboxes/${id}`)).status).toBe(204);
  expect((await browser.call("GET", `/mailboxes/${id}`)).status).toBe(404);
  expect(bench.uids()).toHaveLength(6);
});

test("tells a wrong login, a maildrop in use and a host that is not allowed apart", async () => {
  const browser = bench.browser();
  const wrong = await browser.call("POST", "/mailboxes", { preset: "demo", user: USER, password: "wrong" });
  expect(wrong.status).toBe(401);
  expect(await errorOf(wrong)).toMatchObject({ code: "wrong-login", stage: "login", retryable: false });
  expect(wrong.headers.getSetCookie()).toEqual([]);

  const other = await connectPop3(bench.demo.host, bench.demo.pop3Port);
  await other.ask(`USER ${USER}`);
  expect(await other.ask(`PASS ${CANARY}`)).toMatch(/^\+OK/);
  const inUse = await browser.call("POST", "/mailboxes", { preset: "demo", user: USER, password: CANARY });
  expect(inUse.status).toBe(423);
  expect(await errorOf(inUse)).toMatchObject({ code: "in-use", responseCode: "IN-USE", retryable: true });
  await other.drop();

  const server = { host: "pop.example.org", port: 995, security: "tls" };
  const elsewhere = await browser.call("POST", "/mailboxes", { server, user: USER, password: CANARY });
  expect(elsewhere.status).toBe(403);
  const error = await errorOf(elsewhere);
  expect(error.code).toBe("host-not-allowed");
  expect(error).not.toHaveProperty("stage");
});

test("holds several mailboxes in one browser, and none for another", async () => {
  const browser = bench.browser();
  const kim = await browser.signIn();
  await browser.signIn({ user: bench.demo.user, password: bench.demo.password });
  expect((await browser.get<{ items: Mailbox[] }>("/mailboxes")).items).toHaveLength(2);

  const stranger = bench.browser();
  expect((await stranger.get<{ items: Mailbox[] }>("/mailboxes")).items).toEqual([]);
  const response = await stranger.call("GET", `/mailboxes/${kim.id}`);
  expect(response.status).toBe(401);
  expect((await errorOf(response)).code).toBe("no-session");
  await stranger.signIn({ user: bench.demo.user, password: bench.demo.password }).catch(() => {});
  expect([401, 404]).toContain((await stranger.call("GET", `/mailboxes/${kim.id}/messages`)).status);
});

test("remembers a message as read and starred", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const row = await browser.send<Row>("PATCH", `/mailboxes/${id}/messages/m4`, { seen: true, starred: true });
  expect(row).toMatchObject({ uid: "m4", seen: true, starred: true });
});

test("shows the transcript from a given event on, with the password masked", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const all = await browser.get<TranscriptPage>(`/mailboxes/${id}/transcript`);
  expect(all.events.some(({ direction, secret }) => direction === "C" && secret === true)).toBe(true);
  expect(JSON.stringify(all)).not.toContain(CANARY);
  expect(JSON.stringify(all)).not.toContain(Buffer.from(`\0${USER}\0${CANARY}`).toString("base64"));
  const last = all.events.at(-1)?.seq ?? 0;
  expect((await browser.get<TranscriptPage>(`/mailboxes/${id}/transcript?after=${last}`)).events).toEqual([]);
});

test("answers 404 for a message that is not in the maildrop", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const response = await browser.call("GET", `/mailboxes/${id}/messages/gone`);
  expect(response.status).toBe(404);
  expect((await errorOf(response)).code).toBe("message-gone");
});

test("ends a browser session that stayed away too long, and its mailboxes", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  bench.advance(43_200_001);
  expect((await browser.call("GET", `/mailboxes/${id}`)).status).toBe(401);
  await expect.poll(() => bench.demo.control.isLocked(USER)).toBe(false);
});
