import { Pop3Error } from "@popgate/server/pop3/errors";
import { PipeliningMemory } from "@popgate/server/pop3/opening/pipelining-memory";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { errorOf, until } from "../connected-engine.ts";
import { capabilityReply, greeted, linesOf, openTo, serve, USER_PASS } from "../opened-client.ts";

const SIGN_IN: readonly Turn[] = [
  ...greeted(["USER"]),
  ...USER_PASS,
  { expect: "CAPA", send: capabilityReply(["PIPELINING", "UIDL"]) },
];
const ONE_BY_ONE: readonly Turn[] = [
  ...SIGN_IN,
  { expect: "STAT", send: "+OK 0 0\r\n" },
  { expect: "LIST", send: "+OK\r\n.\r\n" },
  { expect: "UIDL", send: "+OK\r\n.\r\n" },
];
const stages = (reads: readonly string[]) => reads.filter((read) => /STAT|LIST|UIDL/.test(read));

describe("a server that announces PIPELINING", () => {
  test.each<[string, Turn]>([
    ["answers one of three commands twice", { expect: "UIDL", send: "+OK\r\n.\r\n+OK\r\n" }],
    ["answers with something else", { expect: "UIDL", send: "welcome\r\n" }],
  ])("and %s gets one command at a time from then on", async (_name, last) => {
    const server = await serve([
      [...SIGN_IN, { expect: "STAT", send: "+OK 0 0\r\n" }, { expect: "LIST", send: "+OK\r\n.\r\n" }, last],
      ONE_BY_ONE,
    ]);
    const pipelining = new PipeliningMemory();
    const first = await openTo(server.port, { pipelining });
    await first.inventory().catch(() => undefined);
    await until(() => first.error !== undefined);
    expect(stages(server.reads)).toEqual(["STAT\r\nLIST\r\nUIDL\r\n"]);
    const log = new TranscriptLog();
    const second = await openTo(server.port, { pipelining, log });
    await second.inventory();
    expect(stages(server.reads).slice(1)).toEqual(["STAT\r\n", "LIST\r\n", "UIDL\r\n"]);
    expect(linesOf(log.after(0))).toContain(
      "SERVER one command at a time: this server has answered pipelined ones out of step",
    );
  });

  test("and swallows what is written behind a command gets one at a time", async () => {
    const server = await serve([[...SIGN_IN, { expect: "STAT", send: "+OK 0 0\r\n" }], ONE_BY_ONE]);
    const pipelining = new PipeliningMemory();
    const first = await openTo(server.port, { pipelining, deadlines: { replyMs: 50 } });
    expect((await errorOf(first.inventory())).kind).toBe("timeout");
    const second = await openTo(server.port, { pipelining });
    await second.inventory();
    expect(stages(server.reads).slice(1)).toEqual(["STAT\r\n", "LIST\r\n", "UIDL\r\n"]);
  });

  test("and is merely lost is trusted as before", async () => {
    const server = await serve([[...SIGN_IN, { expect: "STAT", cut: "fin" }], ONE_BY_ONE]);
    const pipelining = new PipeliningMemory();
    await errorOf((await openTo(server.port, { pipelining })).inventory());
    await (await openTo(server.port, { pipelining })).inventory();
    expect(stages(server.reads).at(-1)).toBe("STAT\r\nLIST\r\nUIDL\r\n");
  });
});

describe("the memory", () => {
  const at = (host: string) => ({ host, port: 110, security: "none" }) as const;
  const outOfStep = new Pop3Error("desync", "x");

  test("is of a host and port, whatever the case of its name", () => {
    const memory = new PipeliningMemory();
    memory.connectionEnded(at("Mail.example"), outOfStep, 0);
    expect([memory.isTrusted(at("mail.EXAMPLE")), memory.isTrusted(at("other.example"))]).toEqual([
      false,
      true,
    ]);
    expect(memory.isTrusted({ ...at("mail.example"), port: 995 })).toBe(true);
  });

  test("keeps 1,000 hosts and forgets the oldest", () => {
    const memory = new PipeliningMemory();
    for (let host = 0; host <= 1_000; host += 1) memory.connectionEnded(at(`h${host}`), outOfStep, 0);
    expect([memory.isTrusted(at("h0")), memory.isTrusted(at("h1"))]).toEqual([true, false]);
  });
});
