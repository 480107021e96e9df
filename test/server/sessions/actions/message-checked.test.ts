import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  commandsOf,
  nextEvent,
  PASSWORD,
  startDemoBench,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(4);
  session = bench.session();
});
afterEach(() => bench.close());

const DOTTED = Buffer.from(`Subject: dotted\r\n\r\nOne.\r\n.\r\n${"Behind the dot.\r\n".repeat(12)}`);

it("a message that ends at its first dot, with the rest unasked, is told as incomplete and not kept", async () => {
  bench.demo.control.deliver(USER, DOTTED, "dotted");
  await session.open();
  bench.demo.control.setFaults({ kind: "withoutDotStuffing" });
  await expect(session.fetch("dotted")).rejects.toMatchObject({ code: "message-incomplete" });
  bench.demo.control.setFaults();
  expect((await session.fetch("dotted")).octets).toBe(DOTTED.length);
});

it("a message that RETR brings in place of another is not shown as that one, and the connection ends", async () => {
  bench.demo.control.setFaults({ kind: "shiftNumbers" }, { kind: "withoutLock" });
  const read = nextEvent(session, "rows", ({ loaded }) => loaded === 4);
  await session.open();
  await read;
  const other = await bench.raw();
  for (const line of [`USER ${USER}`, `PASS ${PASSWORD}`, "DELE 1", "QUIT"]) await other.ask(line);
  await other.drop();
  await expect(session.fetch("m2")).rejects.toMatchObject({ code: "other-message" });
  expect(commandsOf(session)).not.toContain("QUIT");
  expect(session.mailbox().state).toBe("lost");
  await session.refresh();
  expect((await session.fetch("m2")).octets).toBeGreaterThan(0);
});
