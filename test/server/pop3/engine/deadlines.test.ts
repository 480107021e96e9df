import { describe, expect, test } from "vitest";
import { connectEngine, errorOf, keepingSink, until } from "../connected-engine.ts";

describe("a deadline", () => {
  test("ends a session whose greeting does not come", async () => {
    const { engine, server } = await connectEngine([], { greeted: false });
    const error = await errorOf(engine.greeting(50));
    expect(error).toMatchObject({ kind: "timeout", connectionUsable: false, verb: undefined });
    await server.quiet();
  });

  test("ends a session whose reply does not come, and names the verb", async () => {
    const { run, server } = await connectEngine([{ expect: "STAT" }], { deadlines: { replyMs: 50 } });
    expect(await errorOf(run("STAT"))).toMatchObject({ kind: "timeout", verb: "STAT" });
    await server.quiet();
  });

  test("of the command counts where it has one of its own", async () => {
    const { run } = await connectEngine([{ expect: "QUIT" }]);
    expect((await errorOf(run("QUIT", [], { deadlineMs: 50 }))).kind).toBe("timeout");
  });

  test("a shorter silence within a reply counts even where the first octet may take long", async () => {
    const { run } = await connectEngine([{ expect: "RETR 1", send: "+OK\r\nhalf" }], {
      deadlines: { idleMs: 60, replyMs: 5_000 },
    });
    expect(await errorOf(run("RETR", [1]))).toMatchObject({
      kind: "timeout",
      verb: "RETR",
      message: "the reply to RETR did not come within 0.06 s",
    });
  });

  test("does not end a reply that comes slowly and steadily", async () => {
    const { run } = await connectEngine(
      [
        { expect: "RETR 1", send: "+OK\r\n" },
        ...Array.from({ length: 8 }, () => ({ delayMs: 50, send: "x\r\n" })),
        { send: ".\r\n" },
      ],
      { deadlines: { idleMs: 300, replyMs: 300 } },
    );
    const { sink, text } = keepingSink();
    await run("RETR", [1], { sink });
    expect(text()).toBe("x\r\n".repeat(8));
  });

  test.each(["CAPA", "LIST", "UIDL"] as const)(
    "ends a %s that dribbles in and would go on for ever, though it is never silent for long",
    async (verb) => {
      let sent = 0;
      const dribble = () => {
        sent += 1;
        return "1";
      };
      const { run } = await connectEngine(
        [
          { expect: verb, send: "+OK\r\n" },
          ...Array.from({ length: 60 }, () => ({ delayMs: 100, send: dribble })),
        ],
        { deadlines: { idleMs: 300, replyMs: 300 } },
      );
      expect(await errorOf(run(verb, [], { sink: keepingSink().sink }))).toMatchObject({
        kind: "timeout",
        verb,
        message: `the reply to ${verb} came too slowly to end`,
      });
      expect(sent).toBeLessThan(60);
    },
  );

  test("lets a long listing come over a slow line", async () => {
    const { run } = await connectEngine(
      [
        { expect: "LIST", send: "+OK\r\n" },
        ...Array.from({ length: 12 }, (_, at) => ({ delayMs: 100, send: `${at + 1} 120\r\n` })),
        { send: ".\r\n" },
      ],
      { deadlines: { idleMs: 300, replyMs: 300 } },
    );
    const { sink, text } = keepingSink();
    await run("LIST", [], { sink });
    expect(text().split("\r\n")).toHaveLength(13);
  });

  test("is for the whole status line: octets that trickle in do not stretch it", async () => {
    let sent = 0;
    const trickle = () => {
      sent += 1;
      return " ";
    };
    const { run } = await connectEngine(
      [
        { expect: "STAT", send: "+OK" },
        ...Array.from({ length: 200 }, () => ({ delayMs: 20, send: trickle })),
      ],
      { deadlines: { replyMs: 150 } },
    );
    expect((await errorOf(run("STAT"))).kind).toBe("timeout");
    expect(sent).toBeLessThan(200);
  });

  test("begins anew for each reply of a pipeline", async () => {
    const { run } = await connectEngine(
      [
        { expect: "NOOP" },
        { expect: "NOOP" },
        { expect: "NOOP" },
        ...Array.from({ length: 3 }, () => ({ delayMs: 120, send: "+OK\r\n" })),
      ],
      { pipelining: true, deadlines: { replyMs: 250 } },
    );
    const replies = await Promise.all([run("NOOP"), run("NOOP"), run("NOOP")]);
    expect(replies).toHaveLength(3);
  });

  test("does not run while nothing is asked", async () => {
    const { engine, run } = await connectEngine([{ expect: "NOOP", delayMs: 0, send: "+OK\r\n" }], {
      deadlines: { replyMs: 250, idleMs: 250 },
    });
    // Longer than every limit: only a clock that runs on would show.
    await new Promise((done) => setTimeout(done, 600));
    expect(engine.error).toBeUndefined();
    expect((await run("NOOP")).status).toBe("ok");
  });

  test("waits for a sink that is full in mid-reply, however long", async () => {
    const { engine, server, socket, run } = await connectEngine(
      [{ expect: "RETR 1", send: "+OK\r\nhalf\r\n" }],
      {
        deadlines: { replyMs: 60, idleMs: 60 },
      },
    );
    let drain = () => {};
    let isFull = true;
    const sink = { write: () => !isFull, onDrain: (listener: () => void) => void (drain = listener) };
    const retr = run("RETR", [1], { sink });
    await until(() => socket.isPaused());
    // As above.
    await new Promise((done) => setTimeout(done, 200));
    expect(engine.error).toBeUndefined();
    isFull = false;
    server.say("rest\r\n.\r\n");
    drain();
    expect((await retr).status).toBe("ok");
  });
});
