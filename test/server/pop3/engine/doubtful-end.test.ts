import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connectEngine, keepingSink, until } from "../connected-engine.ts";

// The clock is ours, the socket is real: five seconds of grace pass in no time.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

describe("a terminator that lacks its LF", () => {
  test("is taken after the grace, and what waits behind it is written", async () => {
    const { server, engine, run } = await connectEngine([
      { expect: "RETR 1", send: "+OK\r\nhi\r\n.\r" },
      { expect: "NOOP", send: "\n+OK second\r\n" },
    ]);
    const { sink, text } = keepingSink();
    const retr = run("RETR", [1], { sink });
    const noop = run("NOOP");
    await until(() => text() === "hi\r\n");
    vi.advanceTimersByTime(4_900);
    expect(server.lines).toEqual(["RETR 1"]);
    vi.advanceTimersByTime(200);
    expect((await retr).status).toBe("ok");
    expect((await noop).text).toBe("second");
    expect(engine.error).toBeUndefined();
  });

  test("is not taken when the LF comes in time", async () => {
    const { server, run } = await connectEngine([
      { expect: "RETR 1", send: "+OK\r\nhi\r\n.\r" },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    const { sink, text } = keepingSink();
    const retr = run("RETR", [1], { sink });
    await until(() => text() === "hi\r\n");
    vi.advanceTimersByTime(4_000);
    server.say("\n");
    await retr;
    vi.advanceTimersByTime(60_000);
    expect((await run("NOOP")).status).toBe("ok");
  });

  test("is not one when the line goes on", async () => {
    const { server, run } = await connectEngine([{ expect: "RETR 1", send: "+OK\r\nhi\r\n.\r" }]);
    const { sink, text } = keepingSink();
    const retr = run("RETR", [1], { sink });
    await until(() => text() === "hi\r\n");
    server.say("more");
    await until(() => text().endsWith("more"));
    vi.advanceTimersByTime(10_000);
    server.say("\r\n.\r\n");
    await retr;
    expect(text()).toBe("hi\r\n\rmore\r\n");
  });
});

describe("a dot line behind a bare LF, and silence", () => {
  const LINES = "a: b\r\n\r\n\n.\r\n";

  test("ends TOP after the grace, and sooner once the server has done so before", async () => {
    const { run } = await connectEngine([
      { expect: "TOP 1 0", send: `+OK\r\n${LINES}` },
      { expect: "TOP 2 0", send: `+OK\r\n${LINES}` },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    for (const [number, graceMs] of [
      [1, 5_000],
      [2, 200],
    ] as const) {
      const { sink, text } = keepingSink();
      let isOver = false;
      const top = run("TOP", [number, 0], { sink }).finally(() => (isOver = true));
      await until(() => text() === LINES);
      vi.advanceTimersByTime(graceMs - 10);
      await new Promise((done) => setImmediate(done));
      expect(isOver).toBe(false);
      vi.advanceTimersByTime(20);
      expect((await top).status).toBe("ok");
    }
    expect((await run("NOOP")).status).toBe("ok");
  });

  test("is text in a whole message, however long the silence", async () => {
    const { server, run } = await connectEngine([{ expect: "RETR 1", send: `+OK\r\n${LINES}` }]);
    const { sink, text } = keepingSink();
    const retr = run("RETR", [1], { sink });
    await until(() => text() === LINES);
    vi.advanceTimersByTime(50_000);
    server.say("more\r\n.\r\n");
    await retr;
    expect(text()).toBe(`${LINES}more\r\n`);
  });
});
