import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { base64, greeted, openTo, serve } from "../opened-client.ts";

const CAPA_AGAIN: Turn = { expect: "CAPA", send: "-ERR\r\n" };
const CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>";

describe("PLAIN", () => {
  const response = base64("\0mrose\0tanstaaf");

  test.each(["+", "+ ", "+ go ahead", "+OK", "+OK go ahead", "+ PDEyMw=="])(
    "takes %j as its prompt",
    async (prompt) => {
      const server = await serve([
        [
          ...greeted(["SASL PLAIN"]),
          { expect: "AUTH PLAIN", send: `${prompt}\r\n` },
          { expect: response, send: "+OK\r\n" },
          CAPA_AGAIN,
        ],
      ]);
      expect((await openTo(server.port)).session.mechanism).toBe("PLAIN");
      expect(server.complaints).toEqual([]);
    },
  );

  test("is not signed in by a +OK before the password was said", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN"]),
        { expect: "AUTH PLAIN", send: "+OK\r\n" },
        { expect: response, send: "-ERR [AUTH] no\r\n" },
      ],
    ]);
    expect((await errorOf(openTo(server.port))).kind).toBe("auth");
  });

  test("is cancelled with * where the server asks on", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN"]),
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: response, send: "+ and now?\r\n" },
        { expect: "*", send: "-ERR cancelled\r\n" },
      ],
    ]);
    expect(await errorOf(openTo(server.port, { mechanism: "PLAIN" }))).toMatchObject({
      kind: "protocol",
      verb: "AUTH",
      stage: "login",
    });
    expect(server.complaints).toEqual([]);
  });

  test("takes a password longer than a command line may be", async () => {
    const password = "long ".repeat(200);
    const server = await serve([
      [
        ...greeted(["SASL PLAIN"]),
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: base64(`\0mrose\0${password}`), send: "+OK\r\n" },
        CAPA_AGAIN,
      ],
    ]);
    await openTo(server.port, { password });
    expect(server.complaints).toEqual([]);
  });

  test("carries a line break as base64: it ends no line", async () => {
    const password = "pw\r\nDELE 1";
    const server = await serve([
      [
        ...greeted(["SASL PLAIN"]),
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: base64(`\0mrose\0${password}`), send: "+OK\r\n" },
        CAPA_AGAIN,
      ],
    ]);
    await openTo(server.port, { password });
    expect(server.lines).not.toContain("DELE 1");
    expect(server.complaints).toEqual([]);
  });

  test("with a NUL in the password is cancelled before the password is said", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN"]),
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: "*", send: "-ERR\r\n" },
      ],
    ]);
    await errorOf(openTo(server.port, { mechanism: "PLAIN", password: "a\0b" }));
    expect(server.complaints).toEqual([]);
  });
});

describe("LOGIN", () => {
  test.each([
    [`+ ${base64("Username:")}`, `+ ${base64("Password:")}`],
    ["+ ", "+ "],
    ["+ Username:", "+ Password:"],
    ["+OK", "+OK"],
  ])("answers %j and %j", async (first, second) => {
    const server = await serve([
      [
        ...greeted(["SASL LOGIN"]),
        { expect: "AUTH LOGIN", send: `${first}\r\n` },
        { expect: base64("mrose"), send: `${second}\r\n` },
        { expect: base64("tanstaaf"), send: "+OK\r\n" },
        CAPA_AGAIN,
      ],
    ]);
    expect((await openTo(server.port)).session.mechanism).toBe("LOGIN");
    expect(server.complaints).toEqual([]);
  });
});

describe("CRAM-MD5", () => {
  const given = { user: "tim", password: "tanstaaftanstaaf", mechanism: "CRAM-MD5" } as const;

  test("answers RFC 2195's challenge on the wire", async () => {
    const server = await serve([
      [
        ...greeted(["SASL CRAM-MD5"]),
        { expect: "AUTH CRAM-MD5", send: `+ ${base64(CHALLENGE)}\r\n` },
        { expect: "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", send: "+OK\r\n" },
        CAPA_AGAIN,
      ],
    ]);
    expect((await openTo(server.port, given)).session.mechanism).toBe("CRAM-MD5");
    expect(server.complaints).toEqual([]);
  });

  test.each(["not base64!", "====", "PDE"])("is cancelled where the challenge is %j", async (challenge) => {
    const server = await serve([
      [
        ...greeted(["SASL CRAM-MD5"]),
        { expect: "AUTH CRAM-MD5", send: `+ ${challenge}\r\n` },
        { expect: /^/, send: "-ERR\r\n" },
      ],
    ]);
    await errorOf(openTo(server.port, given));
    expect(server.lines.at(-1)).toMatch(challenge === "PDE" ? /^[A-Za-z0-9+/]+=*$/ : /^\*$/);
  });

  test("is given up where the server asks for ever", async () => {
    const server = await serve([
      [
        ...greeted(["SASL CRAM-MD5"]),
        ...Array.from({ length: 20 }, (): Turn => ({ expect: /^/, send: `+ ${base64(CHALLENGE)}\r\n` })),
      ],
    ]);
    expect((await errorOf(openTo(server.port, given))).kind).toBe("protocol");
    expect(server.lines.filter((line) => line === "*")).toHaveLength(1);
  });
});

describe("SCRAM", () => {
  const scramTurns = (last: string): Turn[] => [
    ...greeted(["SASL SCRAM-SHA-256 PLAIN", "USER"]),
    { expect: "AUTH SCRAM-SHA-256", send: "+ \r\n" },
    { expect: /^[A-Za-z0-9+/]+=*$/, send: last },
  ];

  test("cancels where the server answers with a nonce that is not ours, and goes on to the next", async () => {
    const server = await serve([
      [
        ...scramTurns(`+ ${base64("r=evil,s=QSXCR+Q6sek8bf92,i=4096")}\r\n`),
        { expect: "*", send: "-ERR cancelled\r\n" },
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: base64("\0mrose\0tanstaaf"), send: "+OK\r\n" },
        CAPA_AGAIN,
      ],
    ]);
    expect((await openTo(server.port)).session.mechanism).toBe("PLAIN");
  });

  test("is not signed in by a +OK in place of the server's first message", async () => {
    const server = await serve([[...scramTurns("+OK\r\n"), { expect: "*", send: "-ERR\r\n" }]]);
    expect((await errorOf(openTo(server.port, { mechanism: "SCRAM-SHA-256" }))).kind).toBe("protocol");
    expect(server.complaints).toEqual([]);
  });
});
