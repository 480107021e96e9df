import { external } from "@popgate/server/pop3/sasl/external";
import { SaslError } from "@popgate/server/pop3/sasl/mechanism";
import { oauthbearer } from "@popgate/server/pop3/sasl/oauthbearer";
import { xoauth2 } from "@popgate/server/pop3/sasl/xoauth2";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, test } from "vitest";
import { CHUNKINGS, type Turn } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { base64, greeted, linesOf, openTo, serve } from "../opened-client.ts";

// The credentials of RFC 7628 §4.1; XOAUTH2's are those of Google's description.
const USER = "user@example.com";
const TOKEN = "vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==";
const given = { user: USER, password: TOKEN } as const;
const REFUSED = `+ ${base64('{"status":"invalid_token"}')}\r\n`;
const CAPA_AGAIN: Turn = { expect: "CAPA", send: "-ERR\r\n" };

const CASES = [
  {
    mechanism: "XOAUTH2",
    response: base64(`user=${USER}\x01auth=Bearer ${TOKEN}\x01\x01`),
    errorAnswer: "",
  },
  {
    mechanism: "OAUTHBEARER",
    response: base64(`n,a=${USER},\x01auth=Bearer ${TOKEN}\x01\x01`),
    errorAnswer: "AQ==",
  },
] as const;

describe.each(CASES)("$mechanism", ({ mechanism, response, errorAnswer }) => {
  test.each(CHUNKINGS)(
    "signs in with a token in two steps, from a server that sends %s",
    async (chunking) => {
      const turns: Turn[] = [
        ...greeted([`SASL ${mechanism}`]),
        { expect: `AUTH ${mechanism}`, send: "+ \r\n" },
        { expect: response, send: "+OK\r\n" },
        CAPA_AGAIN,
      ];
      const server = await serve([turns], { chunking });
      const log = new TranscriptLog();
      const client = await openTo(server.port, { ...given, mechanism, log });
      expect(client.session.mechanism).toBe(mechanism);
      expect(server.complaints).toEqual([]);
      const transcript = linesOf(log.after(0));
      expect(transcript).toContain(`SERVER signed in with ${mechanism}: it was chosen by name`);
      expect(transcript.join("\n")).not.toContain(response);
    },
  );

  test("answers the error challenge, and the token is what was wrong", async () => {
    const server = await serve([
      [
        ...greeted([`SASL ${mechanism}`]),
        { expect: `AUTH ${mechanism}`, send: "+ \r\n" },
        { expect: response, send: REFUSED },
        { expect: errorAnswer, send: "-ERR [AUTH] the token has expired\r\n" },
      ],
    ]);
    expect(await errorOf(openTo(server.port, { ...given, mechanism }))).toMatchObject({
      kind: "auth",
      serverText: "[AUTH] the token has expired",
    });
    expect(server.complaints).toEqual([]);
  });

  test("is cancelled where the server has a second error challenge", async () => {
    const server = await serve([
      [
        ...greeted([`SASL ${mechanism}`]),
        { expect: `AUTH ${mechanism}`, send: "+ \r\n" },
        { expect: response, send: REFUSED },
        { expect: errorAnswer, send: REFUSED },
        { expect: "*", send: "-ERR\r\n" },
      ],
    ]);
    expect((await errorOf(openTo(server.port, { ...given, mechanism }))).kind).toBe("protocol");
    expect(server.complaints).toEqual([]);
  });

  test("is cancelled before a token is said that would add a field of its own", async () => {
    const server = await serve([
      [
        ...greeted([`SASL ${mechanism}`]),
        { expect: `AUTH ${mechanism}`, send: "+ \r\n" },
        { expect: "*", send: "-ERR\r\n" },
      ],
    ]);
    await errorOf(openTo(server.port, { ...given, mechanism, password: "a\x01auth=Bearer b" }));
    expect(server.complaints).toEqual([]);
  });
});

describe("the parts of a token sign-in", () => {
  test("OAUTHBEARER escapes what its header needs for itself", () => {
    const exchange = oauthbearer.begin({ user: "a=b,c", secret: () => "t" });
    expect(exchange.initial?.().toString()).toBe("n,a=a=3Db=2Cc,\x01auth=Bearer t\x01\x01");
  });

  test.each(["", "two words", "line\r\nbreak", "nul\0", "é"])("%j is no token", (secret) => {
    for (const mechanism of [oauthbearer, xoauth2])
      expect(() => mechanism.begin({ user: "u", secret: () => secret }).initial?.()).toThrow(SaslError);
  });

  test("a user name that holds a field's end is refused", () => {
    for (const mechanism of [oauthbearer, xoauth2])
      expect(() => mechanism.begin({ user: "u\x01", secret: () => "t" }).initial?.()).toThrow(SaslError);
  });
});

describe("EXTERNAL", () => {
  test("says for whom the certificate acts and opens no password", async () => {
    const secret = () => {
      throw new Error("opened");
    };
    const server = await serve([
      [
        ...greeted(["SASL EXTERNAL"]),
        { expect: "AUTH EXTERNAL", send: "+ \r\n" },
        { expect: base64("mrose"), send: "+OK\r\n" },
        CAPA_AGAIN,
      ],
    ]);
    await openTo(server.port, { mechanism: "EXTERNAL", secret });
    expect(server.complaints).toEqual([]);
  });

  test("has no second challenge and no NUL", () => {
    const exchange = external.begin({ user: "a\0b", secret: () => "" });
    expect(() => exchange.initial?.()).toThrow(SaslError);
    expect(() => exchange.respond(Buffer.alloc(0))).toThrow(SaslError);
  });
});
