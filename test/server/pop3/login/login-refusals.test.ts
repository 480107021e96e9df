import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { base64, greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

function passRefused(line: string, capabilities = ["USER"]): Turn[] {
  return [
    ...greeted(capabilities),
    { expect: "USER mrose", send: "+OK\r\n" },
    { expect: "PASS tanstaaf", send: `${line}\r\n` },
  ];
}

describe("a refused password", () => {
  test.each([
    ["-ERR [IN-USE] locked by another session", "inUse"],
    ["-ERR [AUTH] wrong", "auth"],
    ["-ERR [SYS/TEMP] come back", "sysTemp"],
    ["-ERR [SYS/PERM] account disabled", "sysPerm"],
    ["-ERR [LOGIN-DELAY] not yet", "loginDelay"],
    ["-ERR wrong password", "auth"],
  ])("%j is %s", async (line, kind) => {
    const server = await serve([passRefused(line)]);
    expect(await errorOf(openTo(server.port))).toMatchObject({
      kind,
      stage: "login",
      verb: "PASS",
      serverText: line.slice(5),
    });
    await server.quiet();
  });

  test("without [AUTH], where the server says that it tells, is not blamed on the password", async () => {
    const server = await serve([passRefused("-ERR no", ["USER", "AUTH-RESP-CODE"])]);
    expect((await errorOf(openTo(server.port))).kind).toBe("refused");
  });

  test("that came too soon tells how long to wait", async () => {
    const server = await serve([passRefused("-ERR [LOGIN-DELAY] x", ["USER", "LOGIN-DELAY 900"])]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "loginDelay", retryAfterMs: 900_000 });
  });

  test("is not tried again, and the session is closed without QUIT", async () => {
    const server = await serve([passRefused("-ERR wrong")]);
    await errorOf(openTo(server.port));
    await server.quiet();
    expect([server.connections, server.lines]).toEqual([1, ["CAPA", "USER mrose", "PASS tanstaaf"]]);
  });

  test("late on purpose is waited for, up to the deadline", async () => {
    const server = await serve([passRefused("-ERR x").with(3, { expect: "PASS tanstaaf" })]);
    expect(await errorOf(openTo(server.port, { deadlines: { authMs: 60 } }))).toMatchObject({
      kind: "timeout",
      stage: "login",
      verb: "PASS",
    });
  });
});

describe("a refused mechanism", () => {
  test("without a code makes room for the next one on the same connection", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN LOGIN", "USER"]),
        { expect: "AUTH PLAIN", send: "-ERR unsupported\r\n" },
        { expect: "AUTH LOGIN", send: "-ERR unsupported\r\n" },
        ...USER_PASS,
        { expect: "CAPA", send: "-ERR\r\n" },
      ],
    ]);
    expect((await openTo(server.port)).session.mechanism).toBe("USER");
    expect([server.connections, server.complaints]).toEqual([1, []]);
  });

  test.each([
    ["[AUTH]", "auth"],
    ["[IN-USE]", "inUse"],
    ["[SYS/TEMP]", "sysTemp"],
  ])("with %s is the last word: the next mechanism would fail the same way", async (code, kind) => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN LOGIN", "USER"]),
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: base64("\0mrose\0tanstaaf"), send: `-ERR ${code} no\r\n` },
      ],
    ]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind, verb: "AUTH" });
    await server.quiet();
    expect(server.complaints).toEqual([]);
  });
});

describe("a refused sign-in", () => {
  test.each([
    ["a mechanism's name", false, [{ expect: "AUTH PLAIN", send: "-ERR [IN-USE] busy\r\n" }]],
    [
      "the last response",
      true,
      [
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: base64("\0mrose\0tanstaaf"), send: "-ERR [IN-USE] busy\r\n" },
      ],
    ],
  ])("at %s tells whether the password was out by then", async (_, answersPassword, turns) => {
    const server = await serve([[...greeted(["SASL PLAIN"]), ...turns]]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "inUse", answersPassword });
  });
});

describe("a mechanism that makes the server hang up", () => {
  test.each(["fin", "reset"] as const)("by %s is skipped on the next connection", async (cut) => {
    const server = await serve([
      [...greeted(["SASL PLAIN", "USER"]), { expect: "AUTH PLAIN", cut }],
      [...greeted(["SASL PLAIN", "USER"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }],
    ]);
    expect((await openTo(server.port)).session.mechanism).toBe("USER");
    expect(server.connections).toBe(2);
  });

  test("is skipped together with the ones that were refused before it", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN LOGIN", "USER"]),
        { expect: "AUTH PLAIN", send: "-ERR no\r\n" },
        { expect: "AUTH LOGIN", cut: "fin" },
      ],
      [...greeted(["SASL PLAIN LOGIN", "USER"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }],
    ]);
    expect((await openTo(server.port)).session.mechanism).toBe("USER");
    expect(server.lines.filter((line) => line === "AUTH PLAIN")).toHaveLength(1);
  });

  test("is worth three connections and no more", async () => {
    const hangUp = (mechanism: string): Turn[] => [
      ...greeted(["SASL SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN", "USER"]),
      { expect: `AUTH ${mechanism}`, cut: "fin" },
    ];
    const server = await serve([
      hangUp("SCRAM-SHA-256"),
      hangUp("SCRAM-SHA-1"),
      hangUp("CRAM-MD5"),
      hangUp("PLAIN"),
    ]);
    expect((await errorOf(openTo(server.port))).kind).toBe("closed");
    expect([server.connections, server.complaints]).toEqual([3, []]);
  });

  test("that was chosen by the person is not replaced", async () => {
    const server = await serve([
      [...greeted(["SASL PLAIN LOGIN", "USER"]), { expect: "AUTH LOGIN", cut: "fin" }],
    ]);
    expect((await errorOf(openTo(server.port, { mechanism: "LOGIN" }))).kind).toBe("closed");
    expect(server.connections).toBe(1);
  });

  test("after a refusal leaves the refusal as what is told", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN LOGIN"]),
        { expect: "AUTH PLAIN", send: "-ERR wrong password\r\n" },
        { expect: "AUTH LOGIN", cut: "fin" },
      ],
    ]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "auth", serverText: "wrong password" });
  });

  test("after a refusal leaves the refusal as what is told even if the server lets nobody in again", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN LOGIN", "USER"]),
        { expect: "AUTH PLAIN", send: "-ERR wrong password\r\n" },
        { expect: "AUTH LOGIN", cut: "fin" },
      ],
      [{ send: "-ERR [SYS/TEMP] go away\r\n", cut: "fin" }],
    ]);
    expect(await errorOf(openTo(server.port))).toMatchObject({
      kind: "auth",
      stage: "login",
      serverText: "wrong password",
    });
  });
});

describe("a credential that cannot be used", () => {
  test.each([
    ["a line break in the password", { password: "pw\r\nDELE 1" }, "login-not-sendable"],
    ["a NUL in the password", { password: "pw\0" }, "login-not-sendable"],
    ["a tab in the user", { user: "m\trose" }, "login-not-sendable"],
    ["a line break in the user", { user: "mrose\r\nDELE 1" }, "login-not-sendable"],
    ["a password that is too long", { password: "x".repeat(249) }, "login-too-long"],
    ["a password that is too long as UTF-8", { password: "\u00fc".repeat(125) }, "login-too-long"],
    ["a user that is too long", { user: "x".repeat(249) }, "login-too-long"],
    ["an empty password", { password: "" }, "login-not-sendable"],
  ])("%s is refused before a byte of the sign-in is sent", async (_what, credentials, code) => {
    const server = await serve([greeted(["USER"])]);
    expect(await errorOf(openTo(server.port, credentials))).toMatchObject({ code, stage: "login" });
    await server.quiet();
    expect(server.lines).toEqual(["CAPA"]);
  });

  test("a password that cannot be opened ends the connection and is told as it is", async () => {
    const server = await serve([greeted(["USER"])]);
    const secret = () => {
      throw new Error("sealed with another key");
    };
    await expect(openTo(server.port, { secret })).rejects.toThrow("sealed with another key");
    await server.quiet();
  });

  test("a password with blanks goes as it is", async () => {
    const server = await serve([
      [
        ...greeted(["USER"]),
        { expect: "USER mrose", send: "+OK\r\n" },
        { expect: "PASS  two  words ", send: "+OK\r\n" },
        { expect: "CAPA", send: "-ERR\r\n" },
      ],
    ]);
    await openTo(server.port, { password: " two  words " });
    expect(server.complaints).toEqual([]);
  });
});
