import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import { describe, expect, test } from "vitest";
import { errorOf, until } from "../connected-engine.ts";
import { greeted, linesOf, openTo, serve, USER_PASS } from "../opened-client.ts";

const SESSION = [
  ...greeted(["USER"]),
  ...USER_PASS,
  { expect: "CAPA", send: "-ERR\r\n" },
  { expect: "NOOP", send: "+OK\r\n" },
  { expect: "QUIT", send: "+OK bye\r\n", cut: "fin" as const },
];

describe("the transcript of a session", () => {
  test("tells it line by line, in order, with its state", async () => {
    const server = await serve([SESSION]);
    const log = new TranscriptLog();
    const client = await openTo(server.port, { log });
    await client.noop();
    await client.quit();
    const events = log.after(0);
    expect(linesOf(events)).toEqual([
      `TCP connect 127.0.0.1:${server.port}`,
      "S +OK ready",
      "C CAPA",
      "S +OK",
      "S USER",
      "S .",
      "C USER mrose",
      "S +OK",
      "C PASS ••••••",
      "S +OK signed in",
      "SERVER signed in with USER: no SASL mechanism that the server lists could be used",
      "C CAPA",
      "S -ERR",
      "C NOOP",
      "S +OK",
      "C QUIT",
      "S +OK bye",
      "TCP connection closed",
    ]);
    const states = events.map(({ state }) => state);
    expect([...new Set(states)]).toEqual(["AUTHORIZATION", "TRANSACTION", "UPDATE", "closed"]);
    expect(states.indexOf("UPDATE")).toBe(15);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  test("is valid by its own schema", async () => {
    const server = await serve([SESSION]);
    const log = new TranscriptLog();
    const client = await openTo(server.port, { log, causeId: "click-1" });
    await client.noop();
    for (const event of log.after(0)) expect(TranscriptEvent.parse(event)).toEqual(event);
  });

  test("says which click caused a line, and which verb a reply answers", async () => {
    const server = await serve([SESSION]);
    const log = new TranscriptLog();
    const client = await openTo(server.port, { log, causeId: "sign-in" });
    client.causeId = "click-7";
    await client.noop();
    const last = log.after(0).slice(-2);
    expect(last).toMatchObject([
      { direction: "C", line: "NOOP", verb: "NOOP", causeId: "click-7" },
      { direction: "S", line: "+OK", verb: "NOOP", causeId: "click-7" },
    ]);
    const user = log.after(0).find(({ line }) => line === "USER mrose");
    expect(user?.causeId).toBe("sign-in");
  });

  test("counts on over connections", async () => {
    const server = await serve([SESSION]);
    const log = new TranscriptLog();
    (await openTo(server.port, { log })).close("the line was cut");
    await openTo(server.port, { log });
    const events = log.after(0);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map(({ connection }) => connection))).toEqual(new Set([1, 2]));
    expect(events.find(({ connection }) => connection === 2)?.state).toBe("AUTHORIZATION");
  });

  test("of an attempt that fails ends with the reason", async () => {
    const server = await serve([[{ send: "-ERR [SYS/TEMP] later\r\n" }]]);
    const log = new TranscriptLog();
    await errorOf(openTo(server.port, { log }));
    expect(linesOf(log.after(0)).slice(-2)).toEqual([
      "S -ERR [SYS/TEMP] later",
      "TCP connection dropped: the server refuses to serve",
    ]);
  });

  test("does not enter UPDATE once the connection is gone", async () => {
    const server = await serve([SESSION]);
    const log = new TranscriptLog();
    const client = await openTo(server.port, { log });
    await server.close();
    await until(() => client.error !== undefined);
    expect((await errorOf(client.quit())).kind).toBe("closed");
    expect([log.state, log.after(0).some(({ state }) => state === "UPDATE")]).toEqual(["closed", false]);
  });
});

describe("TranscriptLog", () => {
  const filled = (count: number) => {
    const log = new TranscriptLog();
    for (let i = 1; i <= count; i++) log.append({ direction: "UI", line: `${i}`, octets: 0 });
    return log;
  };

  test("gives what came after a number", () => {
    const log = filled(10);
    expect(log.after(7).map(({ seq }) => seq)).toEqual([8, 9, 10]);
    expect(log.after(10)).toEqual([]);
    expect(log.after(99)).toEqual([]);
    expect(log.after(-5)).toHaveLength(10);
  });

  test("keeps the newest and counts on when it drops the oldest", () => {
    const log = filled(25_000);
    const events = log.after(0);
    expect(events).toHaveLength(2_000);
    expect(events.at(-1)).toMatchObject({ seq: 25_000, line: "25000" });
    expect(log.firstSeq).toBeGreaterThan(10_000);
    expect(log.after(24_998).map(({ seq }) => seq)).toEqual([24_999, 25_000]);
  });

  test("gives no more than are wanted, the newest", () => {
    expect(
      filled(1_000)
        .after(10, 300)
        .map(({ line }) => line),
    ).toEqual(Array.from({ length: 300 }, (_, at) => `${at + 701}`));
  });

  test("gives back every fact of an event, and none that it did not have", () => {
    const log = new TranscriptLog();
    log.beginConnection();
    log.becomeSecure();
    log.enter("TRANSACTION");
    const whole = { secret: true, folded: true, verb: "RETR", causeId: "click-1" };
    log.append({ direction: "C", line: "RETR 1", octets: 2 ** 33, ...whole });
    log.append({ direction: "S", line: "+OK", octets: 5 });
    const said = { connection: 1, secure: true, state: "TRANSACTION", atMicros: expect.any(Number) };
    expect(log.after(0)).toStrictEqual([
      { seq: 1, direction: "C", line: "RETR 1", octets: 2 ** 33, ...whole, ...said },
      { seq: 2, direction: "S", line: "+OK", octets: 5, ...said },
    ]);
  });

  test("has a first number even while it is empty", () => {
    const log = new TranscriptLog();
    expect([log.firstSeq, log.after(0)]).toEqual([1, []]);
  });

  test("tells its listeners until they leave", () => {
    const log = filled(2);
    const heard: number[] = [];
    const leave = log.subscribe(() => heard.push(log.lastSeq));
    log.append({ direction: "UI", line: "3", octets: 0 });
    leave();
    log.append({ direction: "UI", line: "4", octets: 0 });
    expect(heard).toEqual([3]);
  });

  test("has times that never go back", () => {
    const times = filled(1_000)
      .after(0)
      .map(({ atMicros }) => atMicros);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
