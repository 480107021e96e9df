import { describe, expect, test } from "vitest";
import { CHUNKINGS } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { signedIn } from "./signed-in.ts";

const STAT = { expect: "STAT", send: "+OK 2 300\r\n" } as const;
const LIST = { expect: "LIST", send: "+OK\r\n3 100\r\n7 200\r\n.\r\n" } as const;
const UIDL = { expect: "UIDL", send: "+OK\r\n3 a\r\n7 b\r\n.\r\n" } as const;

describe.each(CHUNKINGS)("inventory, from a server that sends %s", (chunking) => {
  test("reads numbers with gaps", async () => {
    const { client } = await signedIn([STAT, LIST, UIDL], { chunking });
    const { messages, octets, list, uidl } = await client.inventory();
    expect([messages, octets]).toEqual([2, 300]);
    expect(list.map(({ number }) => number)).toEqual([3, 7]);
    expect(uidl?.map(({ uniqueId }) => uniqueId)).toEqual(["a", "b"]);
  });

  test("of an empty maildrop is empty", async () => {
    const { client } = await signedIn(
      [
        { expect: "STAT", send: "+OK 0 0\r\n" },
        { expect: "LIST", send: "+OK no messages\r\n.\r\n" },
        { expect: "UIDL", send: "+OK\r\n.\r\n" },
      ],
      { chunking },
    );
    expect(await client.inventory()).toEqual({ messages: 0, octets: 0, list: [], uidl: [] });
  });

  test("without UIDL says so, and the session goes on", async () => {
    const { client } = await signedIn(
      [STAT, LIST, { expect: "UIDL", send: "-ERR what?\r\n" }, { expect: "NOOP", send: "+OK\r\n" }],
      { chunking },
    );
    expect((await client.inventory()).uidl).toBeUndefined();
    await client.noop();
  });
});

describe("inventory", () => {
  test("with sizes of 2 GB and more keeps what is a number and says what is not", async () => {
    const { client } = await signedIn([
      { expect: "STAT", send: "+OK 3 -2147483000\r\n" },
      { expect: "LIST", send: "+OK\r\n1 -2147483648\r\n2 4294967297\r\n3 99999999999999999999\r\n.\r\n" },
      { expect: "UIDL", send: "+OK\r\n.\r\n" },
    ]);
    const { octets, list } = await client.inventory();
    expect(octets).toBeNull();
    expect(list.map((entry) => entry.octets)).toEqual([null, 4_294_967_297, null]);
  });

  test("refused at STAT fails, and leaves nothing of the others unread", async () => {
    const { client } = await signedIn([
      { expect: "STAT", send: "-ERR [SYS/TEMP] disk\r\n" },
      LIST,
      UIDL,
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    expect(await errorOf(client.inventory())).toMatchObject({
      kind: "sysTemp",
      verb: "STAT",
      connectionUsable: true,
    });
    await client.noop();
    expect(client.error).toBeUndefined();
  });

  test("with a listing far longer than STAT told is refused", async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => `${index + 1} 1\r\n`).join("");
    const { client, server } = await signedIn([STAT, { expect: "LIST", send: `+OK\r\n${rows}.\r\n` }]);
    expect(await errorOf(client.inventory())).toMatchObject({ kind: "limit", connectionUsable: false });
    await server.quiet();
  });

  test("takes a message that arrived between STAT and UIDL", async () => {
    const { client } = await signedIn([
      STAT,
      LIST,
      { expect: "UIDL", send: "+OK\r\n3 a\r\n7 b\r\n8 c\r\n.\r\n" },
    ]);
    const { list, uidl } = await client.inventory();
    expect([list.length, uidl?.length]).toEqual([2, 3]);
  });

  test("cut in mid-UIDL fails, and so does whatever waits behind it", async () => {
    const { client } = await signedIn([STAT, LIST, { expect: "UIDL", send: "+OK\r\n3 a\r\n7", cut: "fin" }]);
    const results = await Promise.allSettled([client.inventory(), client.retr(3, {}), client.noop()]);
    for (const result of results)
      expect(result).toMatchObject({ status: "rejected", reason: { kind: "closed" } });
  });

  test("that nobody waits for any more costs the connection: its length is not known", async () => {
    const { client, server } = await signedIn([{ expect: "STAT" }, { expect: "LIST" }, { expect: "UIDL" }]);
    const controller = new AbortController();
    const inventory = errorOf(client.inventory(controller.signal));
    await server.received(7);
    controller.abort();
    expect((await inventory).kind).toBe("cancelled");
    await server.quiet();
  });

  test("of 20,000 messages comes byte-exact", async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => index + 1);
    const { client } = await signedIn([
      { expect: "STAT", send: "+OK 20000 2000000\r\n" },
      {
        expect: "LIST",
        send: `+OK\r\n${rows.map((n) => `${n} ${n * 10}\r\n`).join("")}.\r\n`,
        chunking: 1_000,
      },
      { expect: "UIDL", send: `+OK\r\n${rows.map((n) => `${n} uid-${n}\r\n`).join("")}.\r\n`, chunking: 997 },
    ]);
    const { list, uidl } = await client.inventory();
    expect(list).toEqual(rows.map((number) => ({ number, octets: number * 10 })));
    expect(uidl).toEqual(rows.map((number) => ({ number, uniqueId: `uid-${number}` })));
  });
});
