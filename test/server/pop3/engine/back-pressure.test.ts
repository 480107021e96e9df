import { describe, expect, test } from "vitest";
import { connectEngine, errorOf, until } from "../connected-engine.ts";

/** A sink that takes nothing more after each write until it is told to go on. */
function slowSink() {
  let drain = () => {};
  let octets = 0;
  let writes = 0;
  return {
    sink: {
      write: (chunk: Buffer) => {
        octets += chunk.length;
        writes += 1;
        return false;
      },
      onDrain: (listener: () => void) => void (drain = listener),
    },
    drain: () => drain(),
    octets: () => octets,
    writes: () => writes,
  };
}

const SIZE = 50 * 1024 * 1024;

describe("a slow sink", () => {
  test("pauses the socket, and the server's octets stay with the server", async () => {
    const { socket, run } = await connectEngine([
      { expect: "RETR 1", send: Buffer.concat([Buffer.from("+OK\r\n"), Buffer.alloc(SIZE, "x")]) },
    ]);
    const slow = slowSink();
    const retr = run("RETR", [1], { sink: slow.sink }).catch(() => undefined);
    await until(() => slow.writes() > 0);
    expect(socket.isPaused()).toBe(true);
    const before = slow.octets();
    for (let turn = 0; turn < 50; turn++) await new Promise((done) => setImmediate(done));
    expect(slow.octets()).toBe(before);
    expect(socket.bytesRead).toBeLessThan(2 * 1024 * 1024);
    socket.destroy();
    await retr;
  });

  test("gets everything as it drains", async () => {
    const size = 5 * 1024 * 1024;
    const { run } = await connectEngine([
      {
        expect: "RETR 1",
        send: Buffer.concat([Buffer.from("+OK\r\n"), Buffer.alloc(size, "x"), Buffer.from("\r\n.\r\n")]),
      },
    ]);
    const slow = slowSink();
    let isDone = false;
    const retr = run("RETR", [1], { sink: slow.sink }).finally(() => (isDone = true));
    let seen = -1;
    await until(() => {
      if (slow.writes() !== seen) {
        seen = slow.writes();
        slow.drain();
      }
      return isDone;
    });
    await retr;
    expect(slow.octets()).toBe(size + 2);
  });

  test("that was filled by the last octets does not hold up the next command", async () => {
    const { socket, run } = await connectEngine([
      { expect: "RETR 1", send: "+OK\r\nhi\r\n.\r\n" },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    const slow = slowSink();
    await run("RETR", [1], { sink: slow.sink });
    expect(socket.isPaused()).toBe(false);
    expect((await run("NOOP")).status).toBe("ok");
  });

  test("whose drain comes late does not wake another one's pause", async () => {
    const { socket, run } = await connectEngine(
      [{ expect: "RETR 1" }, { expect: "RETR 2", send: "+OK 1\r\na\r\n.\r\n+OK 2\r\nb\r\n" }],
      { pipelining: true },
    );
    const first = slowSink();
    const second = slowSink();
    await Promise.all([
      run("RETR", [1], { sink: first.sink }),
      Promise.race([
        run("RETR", [2], { sink: second.sink }).catch(() => undefined),
        until(() => second.writes() > 0),
      ]),
    ]);
    expect(socket.isPaused()).toBe(true);
    first.drain();
    expect(socket.isPaused()).toBe(true);
    second.drain();
    expect(socket.isPaused()).toBe(false);
  });

  test("that cannot say when it drains never stops the session", async () => {
    const { run } = await connectEngine([
      { expect: "RETR 1", send: `+OK\r\n${"x".repeat(300_000)}\r\n.\r\n` },
    ]);
    let octets = 0;
    await run("RETR", [1], { sink: { write: (chunk) => ((octets += chunk.length), false) } });
    expect(octets).toBe(300_002);
  });

  test("that is still full when the connection goes is told, and its drain is no trouble", async () => {
    const { server, engine, run } = await connectEngine([{ expect: "RETR 1", send: "+OK\r\nhalf\r\n" }]);
    const slow = slowSink();
    const failed = errorOf(run("RETR", [1], { sink: slow.sink }));
    await until(() => slow.writes() > 0);
    slow.drain();
    await server.close();
    expect((await failed).kind).toBe("closed");
    slow.drain();
    expect(engine.error?.kind).toBe("closed");
  });
});

describe("a sink that throws", () => {
  test("ends the session: the rest of its reply could not be told apart", async () => {
    const { server, engine, run } = await connectEngine([{ expect: "RETR 1", send: "+OK\r\nhi\r\n.\r\n" }]);
    const sink = {
      write: () => {
        throw new Error("disk full");
      },
    };
    await expect(run("RETR", [1], { sink })).rejects.toMatchObject({ cause: { message: "disk full" } });
    expect(engine.error?.connectionUsable).toBe(false);
    await server.quiet();
  });
});
