import { Pop3Error } from "@popgate/server/pop3/errors";
import { describe, expect, test } from "vitest";
import { connectEngine, errorOf, keepingSink, sourceOf, until } from "../connected-engine.ts";

describe.each(["fin", "reset"] as const)("a connection lost by %s", (cut) => {
  const kind = cut === "fin" ? "closed" : expect.stringMatching(/closed|network/);

  test("in mid-UIDL rejects every waiter, written or not", async () => {
    const { engine, run } = await connectEngine([{ expect: "UIDL", send: "+OK\r\n1 a\r\n2 b", cut }]);
    const waiters = [run("UIDL"), run("RETR", [1]), run("RETR", [2]), run("NOOP")];
    for (const result of await Promise.allSettled(waiters)) {
      expect(result).toMatchObject({ status: "rejected", reason: { kind, connectionUsable: false } });
    }
    expect((await errorOf(run("NOOP"))).kind).toEqual(kind);
    expect(engine.isIdle).toBe(true);
  });

  test("never makes half a message look whole", async () => {
    const { run } = await connectEngine([{ expect: "RETR 1", send: "+OK 100 octets\r\nhalf\r\n", cut }]);
    const { sink } = keepingSink();
    expect((await errorOf(run("RETR", [1], { sink }))).kind).toEqual(kind);
  });

  test("behind a dot is no terminator", async () => {
    const { run } = await connectEngine([{ expect: "RETR 1", send: "+OK\r\nhi\r\n.", cut }]);
    expect((await errorOf(run("RETR", [1]))).kind).toEqual(kind);
  });

  test("while idle is told to whoever listens, once", async () => {
    const { engine, run } = await connectEngine([{ expect: "NOOP", send: "+OK\r\n", cut }]);
    const heard: Pop3Error[] = [];
    engine.onClose((error) => heard.push(error));
    await run("NOOP").catch(() => undefined);
    await until(() => heard.length > 0);
    engine.destroy(new Pop3Error("closed", "again"));
    expect(heard).toHaveLength(1);
    const late: Pop3Error[] = [];
    engine.onClose((error) => late.push(error));
    expect(late).toEqual(heard);
  });
});

describe("a lost connection", () => {
  test("rejects all 64 of a window and everything behind it with one reason", async () => {
    const { engine, server } = await connectEngine(
      Array.from({ length: 40 }, () => ({ expect: /^TOP/ })),
      { pipelining: true },
    );
    const source = sourceOf((index) => ({ verb: "TOP", args: [index, 0] }), 1_000);
    engine.setBackground(source);
    await server.received(64);
    server.say("+OK\r\nSubject: 1\r\n\r\n.\r\n+OK\r\nSubj");
    await until(() => source.done.length === 1);
    await server.close();
    await until(() => engine.error !== undefined);
    expect(source.done).toHaveLength(1);
    expect(source.failed).toHaveLength(source.asked() - 1);
  });

  test("leaves the transcript closed, with the reason last", async () => {
    const { engine, server, log } = await connectEngine([]);
    await server.close();
    await until(() => engine.error !== undefined);
    expect(log.state).toBe("closed");
    expect(log.after(0).at(-1)).toMatchObject({ direction: "TCP", state: "closed" });
    expect(log.after(0).at(-1)?.line).toContain("the server closed the connection");
  });

  test("that was expected is told as an end, not as a loss", async () => {
    const { engine, run, log } = await connectEngine([{ expect: "QUIT", send: "+OK bye\r\n", cut: "fin" }]);
    engine.expectClose();
    expect((await run("QUIT")).text).toBe("bye");
    await until(() => engine.error !== undefined);
    expect(log.after(0).at(-1)?.line).toBe("connection closed");
  });
});

describe("destroy", () => {
  test("rejects what waits with the given reason and closes the socket without QUIT", async () => {
    const { engine, server, run } = await connectEngine([{ expect: "STAT" }]);
    const stat = errorOf(run("STAT"));
    await server.received(1);
    const reason = new Pop3Error("closed", "signed out");
    engine.destroy(reason);
    expect(await stat).toBe(reason);
    await server.quiet();
    expect(server.lines).toEqual(["STAT"]);
  });

  test("from within a sink stops at once: nothing more of the chunk is read", async () => {
    const { engine, run } = await connectEngine(
      [{ expect: "RETR 1" }, { expect: "NOOP", send: "+OK\r\nhi\r\n.\r\n+OK\r\n" }],
      { pipelining: true },
    );
    const sink = {
      write: () => {
        engine.destroy(new Pop3Error("closed", "enough"));
        return true;
      },
    };
    const results = await Promise.allSettled([run("RETR", [1], { sink }), run("NOOP")]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
