import { describe, expect, test } from "vitest";
import { CHUNKINGS } from "../../../support/line/scripted-server.ts";
import { connectEngine, keepingSink } from "../connected-engine.ts";

const MESSAGE = "+OK 2 follows\r\nSubject: x\r\n\r\n..dot\r\n.\r\n";

describe.each(CHUNKINGS)("replies sent %s", (chunking) => {
  test("go to the commands in the order in which they were written", async () => {
    const { server, run } = await connectEngine(
      [
        { expect: "STAT", send: "+OK 2 320\r\n" },
        { expect: "LIST", send: "+OK\r\n1 120\r\n2 200\r\n.\r\n" },
        { expect: "RETR 1", send: MESSAGE },
        { expect: "DELE 9", send: "-ERR no such message\r\n" },
        { expect: "NOOP", send: "+OK\r\n" },
      ],
      { pipelining: true, chunking },
    );
    const list = keepingSink();
    const message = keepingSink();
    const replies = await Promise.all([
      run("STAT"),
      run("LIST", [], { sink: list.sink }),
      run("RETR", [1], { sink: message.sink }),
      run("DELE", [9]),
      run("NOOP"),
    ]);
    expect(replies.map(({ status, text }) => `${status} ${text}`.trimEnd())).toEqual([
      "ok 2 320",
      "ok",
      "ok 2 follows",
      "err no such message",
      "ok",
    ]);
    expect(list.text()).toBe("1 120\r\n2 200\r\n");
    expect(message.text()).toBe("Subject: x\r\n\r\n.dot\r\n");
    expect(replies[2]?.wireOctets).toBe(MESSAGE.length);
    expect(server.complaints).toEqual([]);
  });

  test("of a server that ends every line with bare LF are read", async () => {
    const { run } = await connectEngine(
      [
        { expect: "RETR 1", send: "+OK\nhi\n..x\n.\n" },
        { expect: "NOOP", send: "+OK\n" },
      ],
      { chunking },
    );
    const { sink, text } = keepingSink();
    await run("RETR", [1], { sink });
    expect(text()).toBe("hi\n.x\n");
    expect((await run("NOOP")).status).toBe("ok");
  });
});

describe("several replies in one packet", () => {
  test("are all taken, bodies and all", async () => {
    const { run } = await connectEngine(
      [
        { expect: "RETR 1" },
        { expect: "RETR 2" },
        { expect: "NOOP", send: "+OK 1\r\na\r\n.\r\n+OK 2\r\nb\r\n.\r\n+OK 3\r\n" },
      ],
      { pipelining: true },
    );
    const first = keepingSink();
    const second = keepingSink();
    const replies = await Promise.all([
      run("RETR", [1], { sink: first.sink }),
      run("RETR", [2], { sink: second.sink }),
      run("NOOP"),
    ]);
    expect(replies.map(({ text }) => text)).toEqual(["1", "2", "3"]);
    expect([first.text(), second.text()]).toEqual(["a\r\n", "b\r\n"]);
  });
});

describe("an -ERR", () => {
  test("to a multi-line command has no body to wait for", async () => {
    const { run } = await connectEngine([
      { expect: "RETR 5", send: "-ERR no\r\n" },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    expect((await run("RETR", [5])).status).toBe("err");
    expect((await run("NOOP")).status).toBe("ok");
  });
});

describe("a status line", () => {
  test("is told before the body comes", async () => {
    const { run } = await connectEngine([{ expect: "RETR 1", send: "+OK 3 octets\r\nabc\r\n.\r\n" }]);
    const order: string[] = [];
    await run("RETR", [1], {
      onStatus: ({ text }) => order.push(text),
      sink: {
        write: () => {
          order.push("body");
          return true;
        },
      },
    });
    expect(order).toEqual(["3 octets", "body"]);
  });
});
