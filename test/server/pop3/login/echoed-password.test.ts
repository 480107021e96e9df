import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { base64, greeted, linesOf, openTo, serve } from "../opened-client.ts";

const PASSWORD = "canary-Pa55w0rd-é";
/** "Wrong password" in KOI8-R, which would spell the octets of a UTF-8 password in other letters. */
const IN_KOI8 = Buffer.from("eec5d7c5d2ced9ca20d0c1d2cfccd8", "hex").toString("latin1");
const PLAIN = Buffer.from(`\0mrose\0${PASSWORD}`).toString("base64");
const ALONE = Buffer.from(PASSWORD).toString("base64");
/** Every way in which it may be said back; the last is UTF-8 that was taken for latin1. */
const FORMS = [PASSWORD, PLAIN, ALONE, ALONE.replace(/=+$/, ""), Buffer.from(PASSWORD).toString("latin1")];

const user: Turn = { expect: "USER mrose", send: "+OK\r\n" };
const pass = (send: string): Turn => ({ expect: /^PASS /, send });
const utf8: Turn = { expect: "UTF8", send: "+OK\r\n" };
const begun = [...greeted(["USER", "UTF8 USER"]), utf8];

function expectHidden(text: string): void {
  for (const form of FORMS) expect(text).not.toContain(form);
  expect(text).not.toMatch(/canary|Pa55w0rd/);
}

describe("a server that says the password back", () => {
  test.each(FORMS)("in a refusal (%#): neither error nor transcript shows it", async (form) => {
    const server = await serve([[...begun, user, pass(`-ERR [AUTH] no user has ${form} here\r\n`)]]);
    const log = new TranscriptLog();
    const error = await errorOf(openTo(server.port, { password: PASSWORD, log }));
    expect(error).toMatchObject({ kind: "auth", serverText: expect.stringContaining("no user has •") });
    expectHidden(JSON.stringify([error, error.message, error.stack, linesOf(log.after(0))]));
    expect(linesOf(log.after(0))).toContain("S -ERR [AUTH] no user has •••••• here");
  });

  test("among words of another charset: neither is shown wrong", async () => {
    const password = "пароль-ü";
    const said = Buffer.from(password).toString("latin1");
    const server = await serve([[...begun, user, pass(`-ERR ${IN_KOI8} ${said}\r\n`)]]);
    const log = new TranscriptLog();
    const error = await errorOf(openTo(server.port, { password, log }));
    expect(error.serverText).toContain("••••••");
    const shown = JSON.stringify([error, error.message, linesOf(log.after(0))]);
    for (const form of [password, said, "п╬п╟"]) expect(shown).not.toContain(form);
  });

  test("in its welcome: the transcript does not show it, and octets are counted as they came", async () => {
    const welcome = `+OK ${PASSWORD} is right\r\n`;
    const server = await serve([[...begun, user, pass(welcome), { expect: "CAPA", send: "-ERR\r\n" }]]);
    const log = new TranscriptLog();
    await openTo(server.port, { password: PASSWORD, log });
    const events = log.after(0);
    expectHidden(JSON.stringify(events));
    const shown = events.find(({ line }) => line === "+OK •••••• is right");
    expect(shown?.octets).toBe(Buffer.byteLength(welcome, "latin1"));
  });

  test("in a challenge of SASL: the transcript does not show it", async () => {
    const turns: Turn[] = [
      ...greeted(["SASL LOGIN"]),
      { expect: "AUTH LOGIN", send: "+ \r\n" },
      { expect: base64("mrose"), send: "+ \r\n" },
      { expect: ALONE, send: `+ ${ALONE}\r\n` },
      { expect: "*", send: `-ERR ${ALONE}\r\n` },
    ];
    const server = await serve([turns]);
    const log = new TranscriptLog();
    const error = await errorOf(openTo(server.port, { password: PASSWORD, mechanism: "LOGIN", log }));
    expectHidden(JSON.stringify([error, error.message, linesOf(log.after(0))]));
  });

  test("in the goodbye behind a refusal: it is not shown either", async () => {
    const refusal = `-ERR [AUTH] no\r\n-ERR ${PASSWORD} was wrong\r\n`;
    const server = await serve([[...begun, user, { ...pass(refusal), cut: "fin" }]]);
    const log = new TranscriptLog();
    const error = await errorOf(openTo(server.port, { password: PASSWORD, log }));
    expectHidden(JSON.stringify([error, error.message, linesOf(log.after(0))]));
  });
});

test("what is said after the sign-in is shown as it is: a password may be an ordinary word", async () => {
  const turns: Turn[] = [
    ...greeted(["USER"]),
    user,
    pass("+OK\r\n"),
    { expect: "CAPA", send: "-ERR\r\n" },
    { expect: "NOOP", send: "+OK tanstaaf, as they say\r\n" },
  ];
  const server = await serve([turns]);
  const log = new TranscriptLog();
  const client = await openTo(server.port, { log });
  await client.noop();
  expect(linesOf(log.after(0))).toContain("S +OK tanstaaf, as they say");
});
