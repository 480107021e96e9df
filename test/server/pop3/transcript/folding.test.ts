import type { Verb } from "@popgate/shared/pop3/commands";
import { describe, expect, test } from "vitest";
import { CHUNKINGS } from "../../../support/line/scripted-server.ts";
import { connectEngine, keepingSink } from "../connected-engine.ts";

/** The events of one response, without its command. */
async function eventsOf(
  verb: Verb,
  args: readonly number[],
  reply: string,
  setUp: { chunking?: (typeof CHUNKINGS)[number]; shownLines?: number } = {},
) {
  const line = [verb, ...args].join(" ");
  const { run, log } = await connectEngine(
    [{ expect: line, send: reply }],
    setUp.chunking === undefined ? {} : { chunking: setUp.chunking },
  );
  const before = log.after(0).length;
  const { wireOctets } = await run(verb, args, {
    sink: keepingSink().sink,
    ...(setUp.shownLines === undefined ? {} : { shownLines: setUp.shownLines }),
  });
  const events = log.after(before + 1);
  // Whatever is folded, the octets of a response's events are the octets of the response.
  expect(events.reduce((sum, { octets }) => sum + octets, 0)).toBe(wireOctets);
  expect(wireOctets).toBe(reply.length);
  return events;
}

describe.each(CHUNKINGS)("a response sent %s", (chunking) => {
  test("of a message is folded to one event between status line and terminator", async () => {
    const events = await eventsOf("RETR", [1], "+OK 2 octets\r\nSubject: x\r\n\r\n..body\r\n.\r\n", {
      chunking,
    });
    expect(events.map(({ line, folded }) => [line, folded])).toEqual([
      ["+OK 2 octets", undefined],
      ["", true],
      [".", undefined],
    ]);
  });

  test("of an empty message has nothing to fold", async () => {
    const events = await eventsOf("RETR", [1], "+OK\r\n.\r\n", { chunking });
    expect(events.map(({ line }) => line)).toEqual(["+OK", "."]);
  });

  test("of a listing shows its first lines and folds the rest", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => `${index + 1} ${index * 100}\r\n`);
    const events = await eventsOf("LIST", [], `+OK\r\n${rows.join("")}.\r\n`, { chunking });
    expect(events.slice(0, 3).map(({ line }) => line)).toEqual(["+OK", "1 0", "2 100"]);
    expect(events.filter(({ folded }) => folded === true)).toHaveLength(1);
    expect(events).toHaveLength(1 + 3 + 1 + 1);
  });

  test("of what the server can do shows all of it", async () => {
    const lines = ["TOP", "UIDL", "USER", "PIPELINING", "SASL PLAIN", "STLS"];
    const events = await eventsOf("CAPA", [], `+OK\r\n${lines.join("\r\n")}\r\n.\r\n`, { chunking });
    expect(events.map(({ line }) => line)).toEqual(["+OK", ...lines, "."]);
  });

  test("of a short listing shows all of it", async () => {
    const events = await eventsOf("UIDL", [], "+OK\r\n1 a\r\n2 b\r\n.\r\n", { chunking });
    expect(events.map(({ line }) => line)).toEqual(["+OK", "1 a", "2 b", "."]);
  });

  test("with stuffed lines counts them as they were sent", async () => {
    const events = await eventsOf("UIDL", [], "+OK\r\n..dot\r\n2 b\r\n.\r\n", { chunking });
    expect(events.map(({ line, octets }) => [line, octets])).toEqual([
      ["+OK", 5],
      [".dot", 7],
      ["2 b", 5],
      [".", 3],
    ]);
  });

  test("with bare LF counts one octet for each line's end", async () => {
    const events = await eventsOf("LIST", [], "+OK\n1 2\n.\n", { chunking });
    expect(events.map(({ line, octets }) => [line, octets])).toEqual([
      ["+OK", 4],
      ["1 2", 4],
      [".", 2],
    ]);
  });
});

describe("how much is shown", () => {
  test("is the caller's to say", async () => {
    const reply = "+OK\r\nSubject: x\r\n\r\nbody\r\n.\r\n";
    const shown = await eventsOf("RETR", [1], reply, { shownLines: 2 });
    expect(shown.map(({ line }) => line)).toEqual(["+OK", "Subject: x", "", "", "."]);
    expect(shown[3]?.folded).toBe(true);
    const none = await eventsOf("LIST", [], "+OK\r\n1 2\r\n.\r\n", { shownLines: 0 });
    expect(none.map(({ line }) => line)).toEqual(["+OK", "", "."]);
  });

  test("of a line without end is not all of it", async () => {
    const events = await eventsOf("UIDL", [], `+OK\r\n1 ${"x".repeat(100_000)}\r\n.\r\n`);
    for (const { line } of events) expect(line.length).toBeLessThanOrEqual(1_001);
    expect(events.length).toBeLessThan(20);
  });

  test("of a refused listing is its one line", async () => {
    const events = await eventsOf("LIST", [], "-ERR no\r\n");
    expect(events.map(({ line }) => line)).toEqual(["-ERR no"]);
  });

  test("of a header in a sweep is its command, its status line, one fold and the terminator", async () => {
    const { run, log } = await connectEngine(
      Array.from({ length: 20 }, (_, index) => ({
        expect: `TOP ${index + 1} 0`,
        send: "+OK\r\nSubject: x\r\n\r\n.\r\n",
      })),
    );
    const before = log.after(0).length;
    for (let number = 1; number <= 20; number++) await run("TOP", [number, 0]);
    expect(log.after(before)).toHaveLength(20 * 4);
  });
});

describe("commands that nobody waits for", () => {
  const top = (number: number, octets: number) => ({
    expect: `TOP ${number} 0`,
    send: `+OK\r\n${"x".repeat(octets)}\r\n.\r\n`,
  });
  const background = { mayWait: true, causeId: "headers" } as const;

  async function afterAll(
    turns: readonly { expect: string; send: string }[],
    work: (run: Awaited<ReturnType<typeof connectEngine>>["run"]) => Promise<unknown>,
  ) {
    const { run, log } = await connectEngine([...turns]);
    const before = log.after(0).length;
    await work(run);
    return log.after(before);
  }
  const topOf = (run: Awaited<ReturnType<typeof connectEngine>>["run"], number: number) =>
    run("TOP", [number, 0], { ...background, sink: keepingSink().sink });

  test("are told together, as many as there were, with all their octets", async () => {
    const events = await afterAll([top(1, 10), top(2, 20), top(3, 30)], (run) =>
      Promise.all([topOf(run, 1), topOf(run, 2), topOf(run, 3)]),
    );
    const folded = { line: "", folded: true, verb: "TOP", causeId: "headers", count: 3 };
    expect(events).toMatchObject([
      { ...folded, direction: "C", octets: 3 * "TOP 1 0\r\n".length },
      { ...folded, direction: "S", octets: 60 + 3 * "+OK\r\n\r\n.\r\n".length },
    ]);
    expect(events).toHaveLength(2);
  });

  test("end before what somebody asked for", async () => {
    const events = await afterAll([top(1, 10), top(2, 20), { expect: "NOOP", send: "+OK\r\n" }], (run) =>
      Promise.all([topOf(run, 1), topOf(run, 2), run("NOOP")]),
    );
    expect(events.map(({ direction, verb, count }) => [direction, verb, count])).toEqual([
      ["C", "TOP", 2],
      ["S", "TOP", 2],
      ["C", "NOOP", undefined],
      ["S", "NOOP", undefined],
    ]);
  });

  test("a refusal among them is told whole", async () => {
    const refusal = { expect: "TOP 2 0", send: "-ERR no such message\r\n" };
    const events = await afterAll([top(1, 10), refusal, top(3, 30)], (run) =>
      Promise.all([topOf(run, 1), topOf(run, 2), topOf(run, 3)]),
    );
    expect(events.map(({ direction, line, count }) => [direction, line, count])).toEqual([
      ["C", "", 2],
      ["S", "", 1],
      ["S", "-ERR no such message", undefined],
      ["C", "", 1],
      ["S", "", 1],
    ]);
  });

  test("are told a hundred at a time", async () => {
    const turns = Array.from({ length: 250 }, (_, at) => top(at + 1, 5));
    const events = await afterAll(turns, (run) => Promise.all(turns.map((_, at) => topOf(run, at + 1))));
    const counts = (side: string) =>
      events.filter(({ direction }) => direction === side).map(({ count }) => count);
    expect(counts("C").reduce((sum: number, count) => sum + (count ?? 0), 0)).toBe(250);
    expect(counts("S").reduce((sum: number, count) => sum + (count ?? 0), 0)).toBe(250);
    expect(events.length).toBeLessThanOrEqual(8);
  });
});
