import { CheckUpReport } from "@popgate/shared/api/check-up";
import type { Marks } from "@popgate/shared/api/mailbox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CANARY, errorOf, startAppBench, type AppBench } from "../../../support/gateway/app-bench.ts";

let bench: AppBench;

beforeEach(async () => {
  bench = await startAppBench();
});
afterEach(() => bench.close());

test("POST check-up answers with a report that holds no secret, and the marks stay", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  await browser.send("PUT", `/mailboxes/${id}/messages/m2/mark`);
  const report = await browser.send<CheckUpReport>("POST", `/mailboxes/${id}/check-up`, {});
  expect(CheckUpReport.parse(report)).toEqual(report);
  expect(JSON.stringify(report)).not.toContain(CANARY);
  expect(report.findings.filter(({ verdict }) => verdict === "bad")).toEqual([]);
  const marks = await browser.get<Marks>(`/mailboxes/${id}/marks`);
  expect(marks).toMatchObject({ uids: ["m2"], onServer: true });
  expect(bench.uids()).toHaveLength(6);
});

test.each([{ idleSeconds: 0 }, { idleSeconds: 10_000 }, { idleSeconds: "1" }])(
  "POST check-up refuses %j",
  async (body) => {
    const browser = bench.browser();
    const { id } = await browser.signIn();
    const response = await browser.call("POST", `/mailboxes/${id}/check-up`, body);
    expect(await errorOf(response)).toMatchObject({ code: "invalid" });
  },
);
