import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { connectEngine, sourceOf, until } from "../connected-engine.ts";

const ENDLESS = 1_000_000;
const silent = (count: number): Turn[] => Array.from({ length: count }, () => ({ expect: /./ }));

describe("what a person waits for", () => {
  test("goes ahead of an endless background source, pipelining or not", async () => {
    for (const pipelining of [false, true]) {
      const dele: Turn[] = Array.from({ length: 3_000 }, () => ({
        expect: /^(DELE \d+|NOOP)$/,
        send: "+OK\r\n",
      }));
      const { server, engine, run } = await connectEngine(dele, { pipelining });
      const source = sourceOf((index) => ({ verb: "DELE", args: [index] }), ENDLESS);
      engine.setBackground(source);
      await until(() => source.done.length > 5);
      const askedBefore = source.asked();
      await run("NOOP");
      const place = server.lines.indexOf("NOOP");
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThanOrEqual(askedBefore);
      engine.setBackground(undefined);
    }
  });

  test("stops the background from refilling while it is served", async () => {
    const { server, engine, run } = await connectEngine(silent(200), { pipelining: true });
    const source = sourceOf((index) => ({ verb: "DELE", args: [index] }), ENDLESS);
    engine.setBackground(source);
    await server.received(64);
    const retr = run("RETR", [7]);
    server.say("+OK\r\n");
    await server.received(65);
    expect(server.lines.at(-1)).toBe("RETR 7");
    server.say("+OK\r\n".repeat(62));
    await until(() => source.done.length === 63);
    expect(source.asked()).toBe(64);
    server.say("+OK\r\n+OK 7\r\nhi\r\n.\r\n");
    await retr;
    await until(() => source.asked() > 64);
  });

  test("is served in the order of asking", async () => {
    const turns: Turn[] = ["RETR 3", "RETR 1", "RETR 2"].map((expected) => ({
      expect: expected,
      send: `+OK ${expected}\r\n.\r\n`,
    }));
    const { run } = await connectEngine(turns);
    const replies = await Promise.all([run("RETR", [3]), run("RETR", [1]), run("RETR", [2])]);
    expect(replies.map(({ text }) => text)).toEqual(["RETR 3", "RETR 1", "RETR 2"]);
  });
});

describe("the background source", () => {
  test("is asked again after a nudge", async () => {
    const { engine, server } = await connectEngine([{ expect: "NOOP", send: "+OK 1\r\n" }]);
    const done: string[] = [];
    let hasWork = false;
    engine.setBackground({
      next: () => {
        if (!hasWork) return undefined;
        hasWork = false;
        return {
          command: encodeCommand("NOOP"),
          options: {},
          done: ({ text }) => done.push(text),
          failed: () => {},
        };
      },
    });
    expect(server.reads).toEqual([]);
    hasWork = true;
    engine.nudge();
    await until(() => done.length === 1);
    expect(done).toEqual(["1"]);
  });

  test("hears of a lost connection once for each of its commands, and is asked no more", async () => {
    const { engine, server } = await connectEngine(silent(40), { pipelining: true });
    const source = sourceOf((index) => ({ verb: "DELE", args: [index] }), ENDLESS);
    engine.setBackground(source);
    await server.received(64);
    await server.close();
    await until(() => engine.error !== undefined);
    expect(source.failed).toHaveLength(64);
    expect(new Set(source.failed).size).toBe(1);
    engine.nudge();
    expect(source.asked()).toBe(64);
  });

  test("that is taken away leaves what it wrote to be answered", async () => {
    const { engine, server } = await connectEngine(silent(64), { pipelining: true });
    const source = sourceOf((index) => ({ verb: "DELE", args: [index] }), ENDLESS);
    engine.setBackground(source);
    await server.received(64);
    engine.setBackground(undefined);
    server.say("+OK\r\n".repeat(64));
    await until(() => engine.isIdle);
    expect([source.done.length, source.asked()]).toEqual([64, 64]);
  });
});
