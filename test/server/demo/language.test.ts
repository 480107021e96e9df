import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { languageOf, translated } from "@popgate/server/demo/language/languages";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RawClient } from "./raw-client.ts";

let demo: DemoServer;
beforeEach(async () => {
  demo = await startDemo({ failedLoginDelayMs: 0 });
});
afterEach(() => demo.close());

const inUtf8 = (line: string) => Buffer.from(line, "latin1").toString("utf8");

/** Signed in, with texts in German. */
async function german(): Promise<RawClient> {
  const client = await RawClient.signedIn(demo.pop3Port);
  await client.command("LANG de");
  return client;
}

describe("LANG de", () => {
  test("is confirmed in German, and every text behind it is German", async () => {
    const client = await RawClient.connect(demo.pop3Port);
    await client.line();
    expect(await client.command("LANG DE-ch")).toBe("+OK de Die Texte sind auf Deutsch");
    expect(await client.command("USER mrose")).toBe("+OK jetzt PASS senden");
    expect(inUtf8(await client.command("PASS wrong"))).toBe("-ERR [AUTH] Name oder Passwort ist falsch");
    await client.command("USER mrose");
    expect(await client.command("PASS tanstaaf")).toMatch(
      /^\+OK Postfach von mrose: Nachrichten: \d+, Oktette: \d+$/,
    );
    expect(inUtf8(await client.command("DELE 1"))).toBe("+OK Nachricht 1 gelöscht");
    expect(await client.command("RETR 99")).toBe("-ERR keine solche Nachricht");
    expect(await client.command("LANG tlh")).toBe("-ERR keine Texte in tlh");
    expect(await client.command("NOOP")).toBe("+OK noch da");
    client.destroy();
  });

  test("leaves figures and mail as they are", async () => {
    const english = await RawClient.signedIn(demo.pop3Port);
    const stat = await english.command("STAT");
    const listed = await english.listing("LIST");
    english.send("QUIT\r\n");
    await english.line();
    const client = await german();
    expect(await client.command("STAT")).toBe(stat);
    expect(await client.listing("LIST")).toEqual(listed);
    client.destroy();
  });

  test("ends with STLS: what was said before it may have been said by anybody", async () => {
    const client = await RawClient.connect(demo.pop3Port);
    await client.line();
    await client.command("LANG de");
    await client.startTls(demo.caPem);
    expect(await client.command("USER mrose")).toBe("+OK send PASS");
    client.destroy();
  });

  test("can be taken back", async () => {
    const client = await german();
    expect(await client.command("LANG en")).toMatch(/^\+OK en /);
    expect(await client.command("NOOP")).toBe("+OK still here");
    client.destroy();
  });
});

test.each([
  ["de", "de"],
  ["de-AT-1996", "de"],
  ["*", "en"],
  ["i-default", "en"],
  ["en-GB", "en"],
  ["deu", undefined],
  ["constructor", undefined],
])("takes %s for %s", (range, language) => {
  expect(languageOf(range)).toBe(language);
});

test("leaves a text alone that has no translation", () => {
  expect(translated("something that a fault says", "de")).toBe("something that a fault says");
});
