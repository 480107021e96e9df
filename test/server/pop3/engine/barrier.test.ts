import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import type { Verb } from "@popgate/shared/pop3/commands";
import { describe, expect, test } from "vitest";
import { connectEngine, sourceOf } from "../connected-engine.ts";

const BARRIERS: readonly (readonly [Verb, readonly string[]])[] = [
  ["USER", ["mrose"]],
  ["PASS", ["secret"]],
  ["APOP", ["mrose", "c4c9334bac560ecc979e58001b3e22fb"]],
  ["AUTH", ["PLAIN"]],
  ["STLS", []],
  ["UTF8", []],
  ["QUIT", []],
];

describe.each(BARRIERS)("%s", (verb, args) => {
  const line = encodeCommand(verb, args).octets.toString();

  test("has nothing behind it on the wire until it is answered", async () => {
    const { server, run } = await connectEngine(
      [{ expect: line.trimEnd() }, { expect: "NOOP", send: "+OK\r\n" }],
      {
        pipelining: true,
      },
    );
    const barrier = run(verb, args);
    const noop = run("NOOP");
    await server.received(1);
    expect(server.reads.join("")).toBe(line);
    server.say("+OK\r\n");
    await Promise.all([barrier, noop]);
    expect(server.reads.join("")).toBe(`${line}NOOP\r\n`);
  });

  test("waits until everything before it is answered", async () => {
    const { server, run } = await connectEngine(
      [{ expect: "STAT" }, { expect: "NOOP" }, { expect: line.trimEnd(), send: "+OK\r\n" }],
      { pipelining: true },
    );
    const all = [run("STAT"), run("NOOP"), run(verb, args)];
    await server.received(2);
    server.say("+OK 0 0\r\n");
    await all[0];
    expect(server.reads.join("")).toBe("STAT\r\nNOOP\r\n");
    server.say("+OK\r\n");
    await Promise.all(all);
    expect(server.lines.at(-1)).toBe(line.trimEnd());
  });

  test("is not followed by background work either", async () => {
    const { server, engine, run } = await connectEngine([{ expect: line.trimEnd() }], { pipelining: true });
    const source = sourceOf((index) => ({ verb: "DELE", args: [index] }), 10);
    const barrier = run(verb, args).catch(() => undefined);
    engine.setBackground(source);
    engine.nudge();
    await server.received(1);
    expect(source.asked()).toBe(0);
    expect(server.reads.join("")).toBe(line);
    await server.close();
    await barrier;
  });
});

describe("the greeting", () => {
  test("is a barrier: nothing is written before it has come", async () => {
    const { server, engine, run } = await connectEngine([{ expect: "CAPA", send: "+OK\r\n.\r\n" }], {
      greeted: false,
      pipelining: true,
    });
    const greeting = engine.greeting(5_000);
    const capa = run("CAPA");
    expect(server.reads).toEqual([]);
    server.say("+OK at last\r\n");
    expect((await greeting).text).toBe("at last");
    expect((await capa).status).toBe("ok");
  });
});
