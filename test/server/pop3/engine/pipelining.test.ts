import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { connectEngine, sourceOf, until } from "../connected-engine.ts";

describe("without PIPELINING", () => {
  test("one command is outstanding at a time", async () => {
    const turns: Turn[] = Array.from({ length: 20 }, () => ({ expect: "NOOP", send: "+OK\r\n" }));
    const { server, run } = await connectEngine(turns);
    await Promise.all(Array.from({ length: 20 }, () => run("NOOP")));
    expect(server.reads).toEqual(Array.from({ length: 20 }, () => "NOOP\r\n"));
  });

  test("the second command waits for the first one's reply, however late", async () => {
    const { server, run } = await connectEngine([
      { expect: "STAT" },
      { expect: "LIST", send: "+OK\r\n.\r\n" },
    ]);
    const stat = run("STAT");
    const list = run("LIST");
    await server.received(1);
    expect(server.reads.join("")).toBe("STAT\r\n");
    server.say("+OK 0 0\r\n");
    await Promise.all([stat, list]);
    expect(server.reads.join("")).toBe("STAT\r\nLIST\r\n");
  });
});

describe("with PIPELINING", () => {
  test("the background's commands go out in one write, 64 at first", async () => {
    const { server, engine } = await connectEngine(
      Array.from({ length: 100 }, () => ({ expect: /^DELE/ })),
      { pipelining: true },
    );
    const source = sourceOf((index) => ({ verb: "DELE", args: [index] }), 100);
    engine.setBackground(source);
    await server.received(64);
    expect(server.reads[0]?.split("\r\n")).toHaveLength(65);
    expect(source.asked()).toBe(64);
  });

  test("500 outstanding commands are answered in order", async () => {
    const turns: Turn[] = Array.from({ length: 500 }, (_, index) => ({
      expect: `TOP ${index + 1} 0`,
      send: `+OK ${index + 1}\r\nSubject: ${index + 1}\r\n\r\n.\r\n`,
    }));
    const { server, engine } = await connectEngine(turns, { pipelining: true });
    const source = sourceOf((index) => ({ verb: "TOP", args: [index, 0] }), 500);
    engine.setBackground(source);
    await until(() => source.done.length === 500);
    expect(source.done).toEqual(Array.from({ length: 500 }, (_, index) => `${index + 1}`));
    expect(server.complaints).toEqual([]);
    expect(engine.isIdle).toBe(true);
  });

  test("commands are never cut across writes", async () => {
    const { server, engine } = await connectEngine(
      Array.from({ length: 200 }, () => ({ expect: /^DELE \d+$/, send: "+OK\r\n" })),
      { pipelining: true },
    );
    const source = sourceOf((index) => ({ verb: "DELE", args: [index * 1_000_003] }), 200);
    engine.setBackground(source);
    await until(() => source.done.length === 200);
    for (const read of server.reads) expect(read.endsWith("\r\n")).toBe(true);
  });

  test("a reply so large that the window is full does not stop the session", async () => {
    const { run } = await connectEngine(
      [1, 2, 3].map((n) => ({ expect: `RETR ${n}`, send: `+OK ${n}\r\n.\r\n` })),
      { pipelining: true },
    );
    const replies = await Promise.all([1, 2, 3].map((n) => run("RETR", [n], { expectedOctets: 50_000_000 })));
    expect(replies.map(({ text }) => text)).toEqual(["1", "2", "3"]);
  });
});
