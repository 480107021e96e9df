import { expect, test } from "vitest";
import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { Pop3Error } from "@popgate/server/pop3/errors";
import { connectEngine, errorOf, until } from "../connected-engine.ts";

test("a last word is heard behind a reply that comes slowly for more than a second", async () => {
  const slowly = Array.from({ length: 8 }, () => ({ delayMs: 200, send: "x\r\n" }));
  const { engine, server, run } = await connectEngine([
    { expect: "RETR 1", send: "+OK\r\n" },
    ...slowly,
    { send: ".\r\n" },
    { expect: "RSET", send: "+OK\r\n" },
  ]);
  engine.sayLast(encodeCommand("RSET"));
  const retr = errorOf(run("RETR", [1]));
  await until(() => server.lines.includes("RETR 1"));
  engine.destroy(new Pop3Error("closed", "enough"));
  expect((await retr).kind).toBe("closed");
  await until(() => server.lines.includes("RSET"));
});
