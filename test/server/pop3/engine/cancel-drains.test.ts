import { describe, expect, test } from "vitest";
import { connectEngine, errorOf, until } from "../connected-engine.ts";

const KB = 1024;

describe("a cancelled command", () => {
  test("that is not written yet never is", async () => {
    const { server, run } = await connectEngine([{ expect: "STAT" }, { expect: "NOOP", send: "+OK\r\n" }]);
    const controller = new AbortController();
    const stat = run("STAT");
    const retr = errorOf(run("RETR", [1], { signal: controller.signal }));
    const noop = run("NOOP");
    await server.received(1);
    controller.abort();
    expect((await retr).kind).toBe("cancelled");
    server.say("+OK 0 0\r\n");
    await Promise.all([stat, noop]);
    expect(server.lines).toEqual(["STAT", "NOOP"]);
  });

  test("whose signal was aborted before is refused at once", async () => {
    const { server, run } = await connectEngine([{ expect: "NOOP", send: "+OK\r\n" }]);
    expect((await errorOf(run("RETR", [1], { signal: AbortSignal.abort() }))).kind).toBe("cancelled");
    await run("NOOP");
    expect(server.lines).toEqual(["NOOP"]);
  });

  test("with a one-line reply to come costs nothing", async () => {
    const { server, engine, run } = await connectEngine([
      { expect: "DELE 1" },
      { expect: "NOOP", send: "+OK second\r\n" },
    ]);
    const controller = new AbortController();
    const dele = errorOf(run("DELE", [1], { signal: controller.signal }));
    const noop = run("NOOP");
    await server.received(1);
    controller.abort();
    expect((await dele).kind).toBe("cancelled");
    server.say("+OK first\r\n");
    expect((await noop).text).toBe("second");
    expect(engine.error).toBeUndefined();
  });

  test("after its reply is complete changes nothing", async () => {
    const { engine, run } = await connectEngine([
      { expect: "RETR 1", send: "+OK\r\nhi\r\n.\r\n" },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    const controller = new AbortController();
    await run("RETR", [1], { signal: controller.signal });
    controller.abort();
    expect((await run("NOOP")).status).toBe("ok");
    expect(engine.error).toBeUndefined();
  });
});

describe("a cancelled download", () => {
  test("with less than 64 kB to come is drained, and the session goes on", async () => {
    const { server, engine, run } = await connectEngine([
      { expect: "RETR 1", send: `+OK\r\n${"x".repeat(1_000)}\r\n` },
      { expect: "NOOP", send: "+OK after\r\n" },
    ]);
    const controller = new AbortController();
    let seen = 0;
    const sink = {
      write: (octets: Buffer) => {
        seen += octets.length;
        return true;
      },
    };
    const retr = errorOf(run("RETR", [1], { signal: controller.signal, expectedOctets: 60 * KB, sink }));
    await until(() => seen >= 1_000);
    controller.abort();
    expect((await retr).kind).toBe("cancelled");
    const atCancel = seen;
    const noop = run("NOOP");
    server.say(`${"y".repeat(58 * KB)}\r\n.\r\n`);
    expect((await noop).text).toBe("after");
    expect([seen, engine.error]).toEqual([atCancel, undefined]);
  });

  test("with more than 64 kB to come costs the connection", async () => {
    const { server, engine, run } = await connectEngine([{ expect: "RETR 1", send: "+OK\r\nsome\r\n" }]);
    const controller = new AbortController();
    let hasBegun = false;
    const sink = { write: () => (hasBegun = true) };
    const retr = errorOf(run("RETR", [1], { signal: controller.signal, expectedOctets: 70 * KB, sink }));
    await until(() => hasBegun);
    controller.abort();
    expect((await retr).kind).toBe("cancelled");
    expect(engine.error?.connectionUsable).toBe(false);
    await server.quiet();
    expect(server.lines).toEqual(["RETR 1"]);
  });

  test("of unknown size costs the connection", async () => {
    const { server, engine, run } = await connectEngine([{ expect: "RETR 1" }]);
    const controller = new AbortController();
    const retr = errorOf(run("RETR", [1], { signal: controller.signal }));
    await server.received(1);
    controller.abort();
    await retr;
    expect(engine.error?.kind).toBe("closed");
  });

  test("that costs the connection is a lost connection for whoever waits behind it", async () => {
    const { server, run } = await connectEngine([{ expect: "RETR 1" }, { expect: "RETR 2" }], {
      pipelining: true,
    });
    const controller = new AbortController();
    const first = errorOf(run("RETR", [1], { signal: controller.signal }));
    const second = errorOf(run("RETR", [2]));
    await server.received(2);
    controller.abort();
    expect([(await first).kind, (await second).kind]).toEqual(["cancelled", "closed"]);
  });

  test("of 10 MB that has all but come is drained", async () => {
    const size = 10 * KB * KB;
    const { server, engine, run } = await connectEngine([
      { expect: "RETR 1", send: Buffer.concat([Buffer.from("+OK\r\n"), Buffer.alloc(size, "z")]) },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    const controller = new AbortController();
    let seen = 0;
    const sink = { write: (octets: Buffer) => ((seen += octets.length), true) };
    const retr = errorOf(run("RETR", [1], { signal: controller.signal, expectedOctets: size + 100, sink }));
    await until(() => seen === size);
    controller.abort();
    await retr;
    server.say("\r\n.\r\n");
    expect((await run("NOOP")).status).toBe("ok");
    expect(engine.error).toBeUndefined();
  });

  test("that LIST called short and that does not end is given up", async () => {
    const { server, engine, run } = await connectEngine([{ expect: "RETR 1", send: "+OK\r\nsome\r\n" }]);
    const controller = new AbortController();
    let hasBegun = false;
    const sink = { write: () => (hasBegun = true) };
    const retr = errorOf(run("RETR", [1], { signal: controller.signal, expectedOctets: 10, sink }));
    await until(() => hasBegun);
    controller.abort();
    await retr;
    expect(engine.error).toBeUndefined();
    server.say(Buffer.alloc(200 * KB, "x"));
    await until(() => engine.error !== undefined);
    await server.quiet();
  });

  test("behind a full sink reads on", async () => {
    const { server, engine, socket, run } = await connectEngine([
      { expect: "RETR 1", send: "+OK\r\nsome\r\n" },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    const controller = new AbortController();
    const sink = { write: () => false, onDrain: () => {} };
    const retr = errorOf(run("RETR", [1], { signal: controller.signal, expectedOctets: 100, sink }));
    await until(() => socket.isPaused());
    controller.abort();
    await retr;
    server.say("rest\r\n.\r\n");
    expect((await run("NOOP")).status).toBe("ok");
    expect(engine.error).toBeUndefined();
  });
});

describe("a signal that lives longer than its commands", () => {
  test("keeps no listener of a command that has ended", async () => {
    const { run } = await connectEngine(
      Array.from({ length: 50 }, () => ({ expect: "NOOP", send: "+OK\r\n" })),
    );
    const controller = new AbortController();
    let listeners = 0;
    const signal = new Proxy(controller.signal, {
      get: (target, key) => {
        if (key === "addEventListener") listeners += 1;
        if (key === "removeEventListener") listeners -= 1;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    for (let i = 0; i < 50; i++) await run("NOOP", [], { signal });
    expect(listeners).toBe(0);
  });
});
