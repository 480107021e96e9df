import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mailbox, Marks } from "@popgate/shared/api/mailbox";
import {
  browserAt,
  CANARY,
  pageAt,
  startShared,
  USER,
  type Browser,
  type Shared,
} from "../support/gateway/app-bench.ts";
import { startSourceGateway, type SourceGateway } from "../support/gateway/source-gateway.ts";

const SECRET = "0d9b7c55e1f2a3b4968778695a4b3c2d-test";

let shared: Shared;
let gateways: SourceGateway[];

beforeEach(async () => {
  shared = await startShared();
  gateways = [];
});

afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.end("SIGKILL")));
  await shared.close();
});

async function start(): Promise<SourceGateway> {
  const server = { host: shared.demo.host, port: shared.demo.pop3Port, security: "none" };
  const gateway = await startSourceGateway({
    POPGATE_SECRET: SECRET,
    POPGATE_DATA_DIR: shared.folder,
    POPGATE_ALLOW_PRIVATE: "127.0.0.0/8",
    POPGATE_SERVERS: JSON.stringify([{ id: "school", name: "School", server, domains: [] }]),
  });
  gateways.push(gateway);
  return gateway;
}

async function signInAndMark(gateway: SourceGateway): Promise<{ browser: Browser; id: string }> {
  const browser = browserAt(gateway.url);
  const login = { preset: "school", user: USER, password: CANARY };
  const { id } = await browser.send<Mailbox>("POST", "/mailboxes", login);
  await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m2", "m5"] });
  return { browser, id };
}

test("a gateway that is killed loses no mark and deletes nothing", async () => {
  const before = await start();
  const { browser, id } = await signInAndMark(before);
  await before.end("SIGKILL");
  await expect.poll(() => shared.demo.control.isLocked(USER)).toBe(false);
  expect(shared.demo.control.peek(USER)).toHaveLength(6);

  const after = await start();
  const page = await pageAt(after.url, browserAt(after.url, browser.cookie));
  const { mailbox } = await page.first("mailbox", (each) => each.mailbox.state === "transaction");
  expect(mailbox).toMatchObject({ id, messages: 6, marks: { count: 2, onServer: true } });
  const marks = await browserAt(after.url, browser.cookie).get<Marks>(`/mailboxes/${id}/marks`);
  expect(marks.uids.toSorted()).toEqual(["m2", "m5"]);
  expect(shared.demo.control.peek(USER)).toHaveLength(6);
  page.close();
}, 90_000);

test("a gateway that is killed while QUIT is on its way tells afterwards what became of the commit", async () => {
  const before = await start();
  const { browser, id } = await signInAndMark(before);
  const verbs: string[] = [];
  shared.demo.control.subscribe((event) => {
    if (event.kind === "command") verbs.push(event.verb);
  });
  shared.demo.control.setFaults({ kind: "delay", verb: "QUIT", delayMs: 600_000 });
  const committing = browser
    .call("POST", `/mailboxes/${id}/commit`, { uids: ["m2", "m5"] })
    .catch((error: unknown) => error);
  await expect.poll(() => verbs).toContain("QUIT");
  await before.end("SIGKILL");
  await committing;
  shared.demo.control.setFaults();
  await expect.poll(() => shared.demo.control.isLocked(USER)).toBe(false);

  const after = await start();
  const again = browserAt(after.url, browser.cookie);
  const [restored] = (await again.get<{ items: Mailbox[] }>("/mailboxes")).items;
  expect(restored?.unsettled).toBe(2);
  const { uids } = await again.get<{ uids: string[] }>(`/mailboxes/${id}/unsettled`);
  expect(uids.toSorted()).toEqual(["m2", "m5"]);
  const page = await pageAt(after.url, again);
  const { report } = await page.first("committed");
  expect([...report.removed, ...report.remaining].sort()).toEqual(["m2", "m5"]);
  expect(report.unknown).toEqual([]);
  const left = new Set(shared.demo.control.peek(USER).map(({ uid }) => uid));
  for (const uid of report.removed) expect(left.has(uid)).toBe(false);
  for (const uid of report.remaining) expect(left.has(uid)).toBe(true);
  for (const uid of ["m1", "m3", "m4", "m6"]) expect(left.has(uid)).toBe(true);
  page.close();
}, 90_000);

test("SIGTERM ends it at once without QUIT, though the server hangs, with the pages told", async () => {
  const gateway = await start();
  const { browser, id } = await signInAndMark(gateway);
  const page = await pageAt(gateway.url, browser);
  const verbs: string[] = [];
  shared.demo.control.subscribe((event) => {
    if (event.kind === "command") verbs.push(event.verb);
  });
  shared.demo.control.setFaults({ kind: "delay", verb: "RETR", delayMs: 600_000 });
  const reading = browser.call("GET", `/mailboxes/${id}/messages/m1`).catch((error: unknown) => error);
  await expect.poll(() => verbs).toContain("RETR");
  expect(await gateway.end("SIGTERM")).toBe(0);
  expect(await page.closeCode).toBe(1001);
  await reading;
  expect(verbs).not.toContain("QUIT");
  expect(shared.demo.control.peek(USER)).toHaveLength(6);
}, 90_000);
