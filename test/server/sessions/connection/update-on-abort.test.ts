import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { startDemoBench, unlocked, type DemoBench } from "../../../support/gateway/demo-session.ts";

// Qpopper can be set up to remove marked messages when a session ends without QUIT, against RFC 1939 §6.
// Where the gateway itself ends a session, its last word takes the marks back.

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(4);
  bench.demo.control.setFaults({ kind: "updateOnAbort" });
  session = bench.session({ releaseAfterMs: 50 });
  await session.open();
});

afterEach(() => bench.close());

const ENDS: readonly (readonly [string, (session: MailSession) => Promise<unknown>])[] = [
  ["signing out", (open) => open.close()],
  ["looking for new mail", (open) => open.refresh()],
  ["handing over to another browser", (open) => open.handOver()],
  ["being released because nobody looks", () => unlocked(bench)],
];

it.each(ENDS)("%s removes nothing from a server that updates on abort", async (_, end) => {
  const stay = session.attend();
  await session.changeMarks({ add: ["m2", "m3"], remove: [] });
  stay();
  await end(session);
  await session.close();
  await unlocked(bench);
  expect(bench.uids()).toEqual(["m1", "m2", "m3", "m4"]);
});

it("says RSET last, while a long reply is still coming", async () => {
  bench.demo.control.deliver("kim", Buffer.alloc(3_000_000, `${"x".repeat(74)}\r\n`), "long");
  await session.refresh();
  await session.changeMarks({ add: ["m2"], remove: [] });
  const opened = session.fetch("long").catch(() => {});
  await session.close();
  await opened;
  await unlocked(bench);
  expect(bench.uids()).toEqual(["m1", "m2", "m3", "m4", "long"]);
});

it("says RSET last where a long download is given up, which costs the connection", async () => {
  bench.demo.control.deliver("kim", Buffer.alloc(9_000_000, `${"x".repeat(74)}\r\n`), "long");
  await session.refresh();
  await session.changeMarks({ add: ["m2"], remove: [] });
  const gone = new AbortController();
  session.subscribe(({ type }) => {
    if (type === "progress") gone.abort();
  });
  await expect(session.fetch("long", gone.signal)).rejects.toMatchObject({ kind: "cancelled" });
  await unlocked(bench);
  expect(session.mailbox()).toMatchObject({ state: "lost", marks: { count: 1, onServer: false } });
  expect(session.marks().uids).toEqual(["m2"]);
  expect(bench.uids()).toEqual(["m1", "m2", "m3", "m4", "long"]);
});

it("does remove them where nothing takes the marks back: the fault is real", async () => {
  const raw = await bench.raw();
  await session.close();
  await unlocked(bench);
  await raw.ask("USER kim");
  await raw.ask("PASS correct horse battery");
  await raw.ask("DELE 1");
  await raw.drop();
  await expect.poll(() => bench.uids()).toEqual(["m2", "m3", "m4"]);
});
