import { BackgroundTurns } from "@popgate/server/pop3/engine/background-turns";
import type { CommandSource } from "@popgate/server/pop3/engine/exchange";
import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { describe, expect, test } from "vitest";
import { CHUNKINGS, type Turn } from "../../../support/line/scripted-server.ts";
import { connectEngine, keepingSink, until } from "../connected-engine.ts";

/** Every chunk waits for a turn of its own. */
const ONE_A_TURN = 0;
const COUNT = 20;
const REPLIES = Array.from(
  { length: COUNT },
  (_, index) => `+OK\r\nSubject: ${index + 1}\r\n\r\n..\r\n.\r\n`,
);
const TOPS: Turn[] = REPLIES.map((send, index) => ({ expect: `TOP ${index + 1} 0`, send }));

/** Nobody's turn comes. */
class NoTurns extends BackgroundTurns {
  override wait(): void {}
}

/** Asks for so many headers that nobody waits for. */
function headers(count: number) {
  const texts: string[] = [];
  let failures = 0;
  let asked = 0;
  const source: CommandSource = {
    next() {
      if (asked >= count) return undefined;
      asked += 1;
      const { sink, text } = keepingSink();
      return {
        command: encodeCommand("TOP", [asked, 0]),
        options: { sink, mayWait: true },
        done: () => texts.push(text()),
        failed: () => (failures += 1),
      };
    },
  };
  return { source, texts, failures: () => failures };
}

const WANTED = Array.from({ length: COUNT }, (_, index) => `Subject: ${index + 1}\r\n\r\n.\r\n`);

describe("replies that nobody waits for", () => {
  test.each(CHUNKINGS)("are the same whenever their turn comes, sent as %s", async (chunking) => {
    const turns = new BackgroundTurns(ONE_A_TURN);
    const { engine } = await connectEngine(TOPS, { chunking, backgroundTurns: turns, pipelining: true });
    const { source, texts } = headers(COUNT);
    engine.setBackground(source);
    await until(() => texts.length === COUNT);
    expect(texts).toEqual(WANTED);
  });

  test("are read before the connection is given up as closed", async () => {
    const turns = new BackgroundTurns(ONE_A_TURN);
    const { engine, server } = await connectEngine(TOPS, { backgroundTurns: turns, pipelining: true });
    const { source, texts } = headers(COUNT);
    engine.setBackground(source);
    await server.received(COUNT);
    void server.close();
    await until(() => engine.error !== undefined);
    expect(texts).toEqual(WANTED);
  });

  test("hold nothing up that a person asks for meanwhile", async () => {
    const turns = new NoTurns(ONE_A_TURN);
    const set = await connectEngine([...TOPS, { expect: "NOOP", send: "+OK\r\n" }], {
      backgroundTurns: turns,
      pipelining: true,
    });
    const { source, texts } = headers(COUNT);
    set.engine.setBackground(source);
    await until(() => set.socket.isPaused());
    expect(texts).toEqual([]);
    await set.run("NOOP");
    expect(texts).toEqual(WANTED);
  });

  test("stay with the server while they wait", async () => {
    const turns = new NoTurns(ONE_A_TURN);
    const { engine, socket, server } = await connectEngine([], { backgroundTurns: turns, pipelining: true });
    const { source } = headers(COUNT);
    engine.setBackground(source);
    await server.received(COUNT);
    server.say(REPLIES[0] ?? "");
    await until(() => socket.isPaused());
    const read = socket.bytesRead;
    server.say("x".repeat(8 * 1024 * 1024));
    for (let turn = 0; turn < 100; turn += 1) await new Promise((done) => setImmediate(done));
    // At most what the stream itself holds ahead.
    expect(socket.bytesRead - read).toBeLessThanOrEqual(2 * socket.readableHighWaterMark + 65_536);
  });
});

describe("the turns of many connections", () => {
  const connection = (name: string, said: string[]) => ({ proceed: () => said.push(name) });

  test("come in the order of waiting, one in each turn of the loop where one takes its whole share", async () => {
    const turns = new BackgroundTurns(ONE_A_TURN);
    const said: string[] = [];
    for (const name of ["first", "second", "third"]) turns.wait(connection(name, said));
    await until(() => said.length > 0);
    expect(said).toEqual(["first"]);
    await until(() => said.length === 3);
    expect(said).toEqual(["first", "second", "third"]);
  });

  test("whose octets come while others wait have their turn behind them", () => {
    const turns = new BackgroundTurns();
    const said: string[] = [];
    turns.wait(connection("waiting", said));
    expect(turns.tryNow(() => said.push("late"))).toBe(false);
    expect(said).toEqual([]);
  });

  test("pass over one that has ended", async () => {
    const turns = new BackgroundTurns(ONE_A_TURN);
    const said: string[] = [];
    const gone = connection("gone", said);
    turns.wait(gone);
    turns.wait(connection("there", said));
    turns.leave(gone);
    await until(() => said.length > 0);
    expect(said).toEqual(["there"]);
  });
});
