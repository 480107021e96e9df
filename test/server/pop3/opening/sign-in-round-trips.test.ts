import { PipeliningMemory } from "@popgate/server/pop3/opening/pipelining-memory";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, test } from "vitest";
import { CHUNKINGS, type Turn } from "../../../support/line/scripted-server.ts";
import { errorOf, until } from "../connected-engine.ts";
import { capabilityReply, greeted, linesOf, openTo, serve, USER_PASS } from "../opened-client.ts";

const PIPELINES = ["USER", "UIDL", "TOP", "PIPELINING"];
const LISTING: readonly Turn[] = [
  { expect: "STAT", send: "+OK 2 300\r\n" },
  { expect: "LIST", send: "+OK\r\n1 100\r\n2 200\r\n.\r\n" },
  { expect: "UIDL", send: "+OK\r\n1 one\r\n2 two\r\n.\r\n" },
];
const READ = {
  messages: 2,
  octets: 300,
  list: [
    { number: 1, octets: 100 },
    { number: 2, octets: 200 },
  ],
  uidl: [
    { number: 1, uniqueId: "one" },
    { number: 2, uniqueId: "two" },
  ],
};

/** A sign-in by USER and PASS; CAPA tells `before` ahead of it and `after` behind it. */
function dialogue(before: readonly string[], after: readonly string[] = before): Turn[] {
  return [...greeted(before), ...USER_PASS, { expect: "CAPA", send: capabilityReply(after) }, ...LISTING];
}
const behindPass = (reads: readonly string[]) => reads.slice(reads.indexOf("PASS tanstaaf\r\n") + 1);

describe("a sign-in that reads the maildrop next", () => {
  test("asks for capabilities, sizes and names in one write, behind the answer to PASS", async () => {
    const server = await serve([dialogue(PIPELINES)]);
    const client = await openTo(server.port, { readsMaildrop: true });
    expect(await client.inventory()).toEqual(READ);
    expect(behindPass(server.reads)).toEqual(["CAPA\r\nSTAT\r\nLIST\r\nUIDL\r\n"]);
    expect(server.complaints).toEqual([]);
  });

  test.each(CHUNKINGS)("reads the same whatever the chunks are, sent as %s", async (chunking) => {
    const server = await serve([dialogue(PIPELINES)], { chunking });
    const client = await openTo(server.port, { readsMaildrop: true });
    expect(await client.inventory()).toEqual(READ);
    expect(client.session.capabilities.has("TOP")).toBe(true);
  });

  test("asks once: another reading is another question", async () => {
    const server = await serve([[...dialogue(PIPELINES), ...LISTING]]);
    const client = await openTo(server.port, { readsMaildrop: true });
    await client.inventory();
    expect(await client.inventory()).toEqual(READ);
    expect(server.lines.filter((line) => line === "UIDL")).toHaveLength(2);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["announces PIPELINING only then", ["USER"], PIPELINES],
    ["has no CAPA", [], []],
    ["does not pipeline", ["USER", "UIDL"], ["USER", "UIDL"]],
  ])("waits for CAPA behind the sign-in where the server %s", async (_name, before, after) => {
    const server = await serve([dialogue(before, after)]);
    const client = await openTo(server.port, { readsMaildrop: true });
    expect(await client.inventory()).toEqual(READ);
    expect(behindPass(server.reads)[0]).toBe("CAPA\r\n");
  });

  test("goes on with what was announced before where CAPA is refused afterwards", async () => {
    const server = await serve([dialogue(PIPELINES, [])]);
    const client = await openTo(server.port, { readsMaildrop: true });
    expect(await client.inventory()).toEqual(READ);
    expect(client.session.capabilities.lines).toEqual(PIPELINES);
  });

  test("sends one command at a time from then on where PIPELINING is announced no more", async () => {
    const server = await serve([[...dialogue(PIPELINES, ["USER", "UIDL"]), ...LISTING]]);
    const client = await openTo(server.port, { readsMaildrop: true });
    await client.inventory();
    await client.inventory();
    expect(server.reads.slice(-3)).toEqual(["STAT\r\n", "LIST\r\n", "UIDL\r\n"]);
  });

  test("hears of a refused STAT, and leaves nothing of the others unread", async () => {
    const [, ...others] = LISTING;
    const refused: Turn = { expect: "STAT", send: "-ERR [SYS/TEMP] later\r\n" };
    const server = await serve([
      [...dialogue(PIPELINES).slice(0, -3), refused, ...others, { expect: "NOOP", send: "+OK\r\n" }],
    ]);
    const client = await openTo(server.port, { readsMaildrop: true });
    expect((await errorOf(client.inventory())).kind).toBe("sysTemp");
    await client.noop();
  });
});

describe("a server that answers out of step behind the sign-in", () => {
  const oneByOne = [["CAPA\r\n"], ["STAT\r\n"], ["LIST\r\n"], ["UIDL\r\n"]].flat();

  test.each<[string, readonly Turn[]]>([
    [
      "swallows all but the first command",
      [{ expect: "CAPA", send: capabilityReply(PIPELINES) }, { expect: "STAT" }],
    ],
    [
      "answers one of them twice",
      [
        { expect: "CAPA", send: capabilityReply(PIPELINES) },
        ...LISTING.slice(0, 2),
        { expect: "UIDL", send: "+OK\r\n.\r\n+OK\r\n" },
      ],
    ],
    ["does not say +OK", [{ expect: "CAPA", send: "USER\r\n.\r\n" }]],
  ])("and %s gets one command at a time at the next sign-in", async (_name, turns) => {
    const server = await serve([[...greeted(PIPELINES), ...USER_PASS, ...turns], dialogue(PIPELINES)]);
    const pipelining = new PipeliningMemory();
    const setUp = { pipelining, readsMaildrop: true, deadlines: { replyMs: 200 } };
    const ended = new TranscriptLog();
    const first = openTo(server.port, { ...setUp, log: ended }).then((client) => client.inventory());
    await first.catch(() => undefined);
    await until(() => ended.state === "closed");
    const log = new TranscriptLog();
    const second = await openTo(server.port, { ...setUp, log, deadlines: {} });
    expect(await second.inventory()).toEqual(READ);
    expect(server.reads.slice(-4)).toEqual(oneByOne);
    expect(linesOf(log.after(0))).toContain(
      "SERVER one command at a time: this server has answered pipelined ones out of step",
    );
  });
});
