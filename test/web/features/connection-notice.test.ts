import { connectionNotice } from "@popgate/web/features/mailboxes/connection-notice";
import { mailboxView } from "@popgate/web/state/page-state";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import { expect, test } from "vitest";
import { sampleMailbox } from "../state/samples.ts";

const problem = (code: string, retryAfterMs?: number): Mailbox["problem"] => ({
  code,
  message: "in the gateway's words",
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const lost = (problemOfIt?: Mailbox["problem"]) =>
  connectionNotice(
    mailboxView(sampleMailbox({ state: "lost", ...(problemOfIt && { problem: problemOfIt }) })),
  );

test("an open session and a first sign-in need no notice", () => {
  expect(connectionNotice(mailboxView(sampleMailbox()))).toBeUndefined();
  expect(connectionNotice(mailboxView(sampleMailbox({ state: "connecting" })))).toBeUndefined();
});

test("a session that is opened again after a loss says so", () => {
  const view = { ...mailboxView(sampleMailbox({ state: "connecting" })), isRecovering: true };
  expect(connectionNotice(view)).toEqual({ kind: "reconnecting" });
});

test("a gateway that tries again by itself is counted down, and a person may be faster", () => {
  expect(lost(problem("in-use", 7_000))).toMatchObject({
    kind: "waiting",
    title: "Another program has this mailbox open.",
    mayHurry: true,
  });
});

test("a pause that the server asked for cannot be hurried", () => {
  expect(lost(problem("login-delay", 30_000))).toMatchObject({ kind: "waiting", mayHurry: false });
});

test("without a next try the person is asked, and a refused password is named", () => {
  expect(lost(problem("closed"))).toMatchObject({ kind: "stopped" });
  expect(lost(problem("wrong-login"))).toMatchObject({
    kind: "stopped",
    next: expect.stringContaining("sign out and in again") as string,
  });
});

test("what the server said last is told with it", () => {
  const said = { serverText: "Disconnected for inactivity" };
  expect(lost({ code: "closed", message: "", ...said })).toMatchObject({ kind: "stopped", ...said });
  expect(lost({ code: "closed", message: "", retryAfterMs: 7_000, ...said })).toMatchObject({
    kind: "waiting",
    ...said,
  });
});

test("a mailbox that was taken over is no broken connection", () => {
  const mailbox = sampleMailbox({ state: "released", problem: { code: "taken-over", message: "" } });
  expect(connectionNotice(mailboxView(mailbox))).toEqual({ kind: "taken-over" });
});

test("a problem of a newer gateway is told in its own words", () => {
  expect(lost(problem("moon-phase"))).toMatchObject({ title: "in the gateway's words" });
});
