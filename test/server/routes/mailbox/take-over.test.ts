import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mailbox, Marks, RefreshReport } from "@popgate/shared/api/mailbox";
import type { RowPage } from "@popgate/shared/api/message";
import { CANARY, errorOf, startAppBench, USER, type AppBench } from "../../../support/gateway/app-bench.ts";

const LOGIN = { preset: "demo", user: USER, password: CANARY };

let bench: AppBench;

beforeEach(async () => {
  bench = await startAppBench();
});

afterEach(() => bench.close());

test("a second browser takes over, the first page is told, and takes back", async () => {
  const first = bench.browser();
  const { id } = await first.signIn();
  await first.send("PUT", `/mailboxes/${id}/messages/m1/mark`);
  const page = await bench.page(first);

  const second = bench.browser();
  const held = await second.call("POST", "/mailboxes", LOGIN);
  expect(held.status).toBe(423);
  expect(await errorOf(held)).toMatchObject({ code: "in-use-here", retryable: false });
  expect(held.headers.getSetCookie()).toEqual([]);

  const taken = await second.signIn({ takeOver: true });
  const { mailbox } = await page.first("mailbox", (each) => each.mailbox.state === "released");
  expect(mailbox).toMatchObject({ problem: { code: "taken-over" }, marks: { count: 1 } });
  expect((await first.get<Marks>(`/mailboxes/${id}/marks`)).uids).toEqual(["m1"]);
  const refused = await first.call("PUT", `/mailboxes/${id}/messages/m2/mark`);
  expect(refused.status).toBe(423);
  expect((await errorOf(refused)).code).toBe("taken-over");
  // What was read before can still be looked at.
  expect((await first.get<RowPage>(`/mailboxes/${id}/messages`)).total).toBe(6);

  const report = await first.send<RefreshReport>("POST", `/mailboxes/${id}/take-over`);
  expect(report.mailbox).toMatchObject({ state: "transaction", marks: { count: 1, onServer: true } });
  expect((await first.get<Marks>(`/mailboxes/${id}/marks`)).uids).toEqual(["m1"]);
  expect((await second.get<Mailbox>(`/mailboxes/${taken.id}`)).problem?.code).toBe("taken-over");
  expect(bench.uids()).toHaveLength(6);
  page.close();
});

test("a wrong password gets the same answer whether the mailbox is open here or not", async () => {
  const stranger = bench.browser();
  const wrong = { ...LOGIN, password: "wrong", takeOver: true };
  const closed = await stranger.call("POST", "/mailboxes", wrong);
  const owner = bench.browser();
  const { id } = await owner.signIn();
  const open = await stranger.call("POST", "/mailboxes", wrong);
  expect(open.status).toBe(closed.status);
  expect(await open.json()).toEqual(await closed.json());
  expect((await owner.get<Mailbox>(`/mailboxes/${id}`)).state).toBe("transaction");
});

test("telling the owner that the mailbox is open here costs none of the sign-ins they have", async () => {
  await bench.browser().signIn();
  const second = bench.browser();
  for (let time = 0; time < 15; time += 1) {
    expect((await errorOf(await second.call("POST", "/mailboxes", LOGIN))).code).toBe("in-use-here");
  }
});

test("there is nothing to take over for a stranger, or under another id", async () => {
  const owner = bench.browser();
  const { id } = await owner.signIn();
  expect((await bench.browser().call("POST", `/mailboxes/${id}/take-over`)).status).toBe(401);
  const other = bench.browser();
  await other.signIn({ user: bench.demo.user, password: bench.demo.password });
  expect((await other.call("POST", `/mailboxes/${id}/take-over`)).status).toBe(404);
  expect((await owner.get<Mailbox>(`/mailboxes/${id}`)).state).toBe("transaction");
});

test("whoever has the mailbox already and asks for it keeps it", async () => {
  const owner = bench.browser();
  const { id } = await owner.signIn();
  await owner.send("PUT", `/mailboxes/${id}/messages/m1/mark`);
  expect((await owner.signIn({ takeOver: true })).id).toBe(id);
  const report = await owner.send<RefreshReport>("POST", `/mailboxes/${id}/take-over`);
  expect(report.mailbox).toMatchObject({ id, state: "transaction", marks: { count: 1 } });
  expect((await owner.get<Marks>(`/mailboxes/${id}/marks`)).uids).toEqual(["m1"]);
});
