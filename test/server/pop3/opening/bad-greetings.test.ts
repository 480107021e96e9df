import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { MAX_STATUS_LINE_OCTETS } from "@popgate/server/pop3/wire/response-decoder";
import { describe, expect, test } from "vitest";
import { errorOf } from "../connected-engine.ts";
import { openTo, serve } from "../opened-client.ts";
import { listen } from "../../../support/line/listen.ts";

describe("a greeting that refuses", () => {
  test.each([
    ["-ERR [SYS/TEMP] too many connections", "sysTemp", "SYS/TEMP"],
    ["-ERR [SYS/PERM] not for you", "sysPerm", "SYS/PERM"],
    ["-ERR [IN-USE] locked", "inUse", "IN-USE"],
    ["-ERR [LOGIN-DELAY] too soon", "loginDelay", "LOGIN-DELAY"],
    ["-ERR you are banned", "refused", undefined],
    ["-ERR", "refused", undefined],
  ])("%j is told as it is", async (line, kind, responseCode) => {
    const server = await serve([[{ send: `${line}\r\n`, cut: "fin" }]]);
    expect(await errorOf(openTo(server.port))).toMatchObject({
      kind,
      responseCode,
      stage: "greeting",
      serverText: line.slice(5),
    });
    await server.quiet();
    expect(server.lines).toEqual([]);
  });
});

describe("a server of another protocol", () => {
  test.each([
    ["SSH", "SSH-2.0-OpenSSH_9.6\r\n"],
    ["SMTP", "220 mail.example ESMTP\r\n"],
    ["IMAP", "* OK IMAP4rev1 ready\r\n"],
    ["HTTP", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"],
    ["a terminal", "\u001b[2J\u001b[31mWelcome\r\n"],
    ["binary octets", Buffer.from([0, 1, 2, 255, 10])],
    ["two blank lines", "\r\n\r\n"],
    ["a SASL challenge", "+ AAAA\r\n"],
  ])("%s is refused as no POP3", async (_name, greeting) => {
    const server = await serve([[{ send: greeting }]]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "protocol", stage: "greeting" });
    await server.quiet();
    expect(server.lines).toEqual([]);
  });

  test("that greets without end is refused at the limit, not at the end of memory", async () => {
    let sent = 0;
    const flood = createServer((socket: Socket) => {
      const chunk = Buffer.alloc(65_536, "x");
      socket.on("error", () => {});
      const pour = () => {
        while (!socket.destroyed && sent < 300_000_000 && socket.write(chunk)) sent += chunk.length;
      };
      socket.on("drain", pour);
      socket.on("close", () => flood.close());
      pour();
    });
    const port = await listen(flood);
    const closed = once(flood, "close");
    expect(await errorOf(openTo(port))).toMatchObject({ kind: "limit", stage: "greeting" });
    await closed;
    expect(sent).toBeLessThan(50_000_000);
    expect(MAX_STATUS_LINE_OCTETS).toBe(8_192);
  });

  test("that says nothing is given up", async () => {
    const server = await serve([[]]);
    expect(await errorOf(openTo(server.port, { deadlines: { greetingMs: 60 } }))).toMatchObject({
      kind: "timeout",
      stage: "greeting",
    });
    await server.quiet();
  });
});

describe("a server that closes", () => {
  test("before it greets", async () => {
    const server = await serve([[{ cut: "fin" }]]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "closed", stage: "greeting" });
  });

  test("after it greeted", async () => {
    const server = await serve([[{ send: "+OK\r\n", cut: "fin" }]]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "closed", stage: "capabilities" });
  });

  test("in the middle of its capabilities", async () => {
    const server = await serve([
      [{ send: "+OK\r\n" }, { expect: "CAPA", send: "+OK\r\nTOP\r\nUI", cut: "fin" }],
    ]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "closed", stage: "capabilities" });
  });
});
