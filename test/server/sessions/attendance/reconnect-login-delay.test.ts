import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  commandsOf,
  cutConnection,
  lastSeq,
  nextEvent,
  startDemoBench,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

const delaying = (seconds: number) =>
  ({
    kind: "capabilities",
    lines: ["TOP", "UIDL", "USER", "RESP-CODES", `LOGIN-DELAY ${seconds}`],
  }) as const;

beforeEach(async () => {
  bench = await startDemoBench(3);
  session = bench.session({ reconnectWaitsMs: [5] });
  session.attend();
});
afterEach(() => bench.close());

it("does not come back sooner than the server allows", async () => {
  bench.demo.control.setFaults(delaying(900));
  await session.open();
  await cutConnection(bench, session);
  const { problem } = session.mailbox();
  expect(problem?.retryAfterMs).toBeGreaterThan(890_000);
  expect(problem?.retryAfterMs).toBeLessThanOrEqual(900_000);
});

it("comes back when the delay is over", async () => {
  bench.demo.control.setFaults(delaying(1));
  // Before the first login: the second is later than that by the delay at least.
  const begun = Date.now();
  await session.open();
  const back = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "transaction");
  await cutConnection(bench, session);
  await back;
  expect(Date.now() - begun).toBeGreaterThan(990);
});

it("refuses what a person asks for too soon, tells how long, and sends nothing", async () => {
  bench.demo.control.setFaults(delaying(900));
  await session.open();
  await cutConnection(bench, session);
  const since = lastSeq(session);
  const refusal = await session.fetch("m1").catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "login-delay" });
  expect((refusal as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(890_000);
  expect(commandsOf(session, since)).toEqual([]);
  expect(session.mailbox()).toMatchObject({ state: "lost", problem: { code: "login-delay" } });
});

it("leaves a released mailbox as it was", async () => {
  const released = bench.session({ releaseAfterMs: 20 });
  bench.demo.control.setFaults(delaying(900));
  const letGo = nextEvent(released, "mailbox", ({ mailbox }) => mailbox.state === "released");
  await released.open();
  await letGo;
  await expect(released.fetch("m1")).rejects.toMatchObject({ code: "login-delay" });
  expect(released.mailbox().state).toBe("released");
});

it("believes a server that refuses a login for coming too soon", async () => {
  await session.open();
  bench.demo.control.setFaults({ kind: "refuseLogin", code: "LOGIN-DELAY", text: "slower" });
  await expect(session.refresh()).rejects.toMatchObject({ code: "login-delay" });
  expect(session.mailbox().problem?.retryAfterMs).toBeGreaterThan(50_000);
});
