import { describe, expect, test } from "vitest";
import { connectEngine, errorOf, until } from "../connected-engine.ts";

function closing(engine: { onClose(listener: (error: Error) => void): void }): Promise<Error> {
  return new Promise((done) => engine.onClose(done));
}

describe("a session out of step is ended", () => {
  test("by a +OK that nobody asked for", async () => {
    const { engine, server } = await connectEngine([]);
    const closed = closing(engine);
    server.say("+OK you have new mail\r\n");
    expect(await closed).toMatchObject({
      kind: "desync",
      serverText: "you have new mail",
      connectionUsable: false,
    });
    await server.quiet();
  });

  test("by two +OKs for one command", async () => {
    const { engine, run } = await connectEngine([{ expect: "NOOP", send: "+OK\r\n+OK\r\n" }]);
    const closed = closing(engine);
    await run("NOOP").catch(() => undefined);
    expect(await closed).toMatchObject({ kind: "desync" });
  });

  test("by data behind a terminator: a server that does not stuff dots", async () => {
    const { engine, run } = await connectEngine([
      { expect: "RETR 1", send: "+OK\r\nfirst half\r\n.\r\nsecond half\r\n.\r\n" },
    ]);
    const closed = closing(engine);
    await run("RETR", [1]).catch(() => undefined);
    expect(await closed).toMatchObject({ kind: "protocol", connectionUsable: false });
  });

  test("and every command behind the one that showed it is rejected with the reason", async () => {
    const { run } = await connectEngine(
      [{ expect: "STAT", send: "+OK 1 1\r\n" }, { expect: "LIST", send: "what?\r\n" }, { expect: "NOOP" }],
      { pipelining: true },
    );
    const [stat, list, noop] = await Promise.allSettled([run("STAT"), run("LIST"), run("NOOP")]);
    expect(stat).toMatchObject({ status: "fulfilled" });
    expect(list).toMatchObject({ status: "rejected", reason: { kind: "protocol" } });
    expect(noop).toMatchObject({ status: "rejected", reason: { kind: "protocol" } });
  });

  test.each(["STAT", "LIST"] as const)("by a challenge in answer to %s", async (verb) => {
    const { run } = await connectEngine([{ expect: verb, send: "+ go on\r\n" }]);
    expect(await errorOf(run(verb))).toMatchObject({ kind: "protocol" });
  });
});

describe("blank lines between replies", () => {
  test("one is skipped", async () => {
    const { run } = await connectEngine([
      { expect: "NOOP", send: "\r\n+OK 1\r\n" },
      { expect: "STAT", send: "+OK 2\r\n\r\n" },
      { expect: "RSET", send: "+OK 3\r\n" },
    ]);
    expect([(await run("NOOP")).text, (await run("STAT")).text, (await run("RSET")).text]).toEqual([
      "1",
      "2",
      "3",
    ]);
  });

  test("one is skipped again before each reply", async () => {
    const { run } = await connectEngine([
      { expect: "NOOP", send: "\r\n+OK 1\r\n" },
      { expect: "NOOP", send: "\n+OK 2\r\n" },
    ]);
    expect([(await run("NOOP")).text, (await run("NOOP")).text]).toEqual(["1", "2"]);
  });

  test("two end the session", async () => {
    const { run } = await connectEngine([{ expect: "NOOP", send: "\r\n\r\n+OK\r\n" }]);
    expect(await errorOf(run("NOOP"))).toMatchObject({ kind: "protocol" });
  });
});

describe("a goodbye", () => {
  test("before the close is the reason that is told", async () => {
    const { engine, server } = await connectEngine([]);
    const closed = closing(engine);
    server.say("-ERR Disconnected for inactivity.\r\n");
    await server.close();
    expect(await closed).toMatchObject({ kind: "closed", serverText: "Disconnected for inactivity." });
  });

  test("does not end the session by itself", async () => {
    const { engine, server, run, log } = await connectEngine([{ expect: "NOOP", send: "+OK\r\n" }]);
    server.say("-ERR going down in 5 minutes\r\n");
    await until(() => log.after(0).some(({ line }) => line === "-ERR going down in 5 minutes"));
    expect((await run("NOOP")).status).toBe("ok");
    expect(engine.error).toBeUndefined();
  });

  test("takes the +OK behind it along, until a reply has come", async () => {
    const { engine, server, run, log } = await connectEngine([{ expect: "NOOP", send: "+OK\r\n" }]);
    const closed = closing(engine);
    server.say("-ERR POP timeout\r\n+OK Pop server signing off.\r\n");
    await until(() => log.after(0).some(({ line }) => line === "+OK Pop server signing off."));
    expect(engine.error).toBeUndefined();
    expect((await run("NOOP")).status).toBe("ok");
    server.say("+OK once more\r\n");
    expect(await closed).toMatchObject({ kind: "desync", serverText: "once more" });
  });
});
