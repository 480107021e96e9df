import { expect, test } from "vitest";
import type { Turn } from "../../support/line/scripted-server.ts";
import { keepingSink } from "./connected-engine.ts";
import { capabilityReply, greeted, openTo, serve, USER_PASS } from "./opened-client.ts";

const SIGN_IN: readonly Turn[] = [
  ...greeted(["USER"]),
  ...USER_PASS,
  { expect: "CAPA", send: capabilityReply(["PIPELINING"]) },
];

test("the terminator is found wherever the first packet ends", async () => {
  const reply = "+OK\r\na\r\n..b\r\n\r\n.\r\n";
  for (let first = 1; first < reply.length; first += 1) {
    const packets: Turn[] = [
      { expect: "RETR 1", send: reply.slice(0, first) },
      { send: reply.slice(first), delayMs: 1 },
    ];
    const server = await serve([[...SIGN_IN, ...packets, { expect: "NOOP", send: "+OK\r\n" }]]);
    const client = await openTo(server.port);
    const { sink, text } = keepingSink();
    await client.retr(1, { sink });
    expect(text()).toBe("a\r\n.b\r\n\r\n");
    await client.noop();
    client.close("next");
  }
});
