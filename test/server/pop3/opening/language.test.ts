import { bestLanguage, listedLanguages } from "@popgate/server/pop3/opening/language-match";
import { startDemo } from "@popgate/server/demo/demo-server";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, onTestFinished, test } from "vitest";
import { greeted, linesOf, openTo, serve, USER_PASS } from "../opened-client.ts";
import type { Turn } from "../../../support/line/scripted-server.ts";

const CAPA_AGAIN: Turn = { expect: "CAPA", send: "-ERR\r\n" };
const listing = (...lines: string[]): Turn => ({
  expect: "LANG",
  send: ["+OK", ...lines, ".", ""].join("\r\n"),
});

describe("the best language", () => {
  test.each<[string, string[], string[], string | undefined]>([
    ["is the first that is offered", ["fr", "de", "en"], ["en", "de"], "de"],
    ["is found without its region", ["de-CH"], ["en", "de"], "de"],
    ["is found with a region of the server's", ["de"], ["en", "de-AT"], "de-AT"],
    ["is the exact one before its parent", ["pt-BR"], ["pt", "pt-BR"], "pt-BR"],
    ["is written as the server writes it", ["DE"], ["De"], "De"],
    ["is the administrator's where any will do", ["fr", "*"], ["en"], "*"],
    ["is none where none is offered", ["fr"], ["en"], undefined],
    ["is none of a word that merely begins so", ["de"], ["den"], undefined],
    ["is none of what is no tag", ["de\r\nDELE 1", "de DELE"], ["de\r\nDELE 1"], undefined],
  ])("%s", (_, wanted, offered, expected) => {
    expect(bestLanguage(wanted, offered)).toBe(expected);
  });

  test("is read from lines of a tag and a name; what is no tag is no language", () => {
    const lines = ["en English", "de\tDeutsch", "x-\u00e9 no", "", " fr Fran\u00e7ais"];
    expect(listedLanguages(lines)).toEqual(["en", "de", "fr"]);
  });
});

describe("LANG at the sign-in", () => {
  test("lists, chooses, and stands in the transcript", async () => {
    const server = await serve([
      [
        ...greeted(["USER", "LANG"]),
        listing("en English", "de Deutsch"),
        { expect: "LANG de", send: "+OK de Die Texte sind auf Deutsch\r\n" },
        ...USER_PASS,
        CAPA_AGAIN,
      ],
    ]);
    const log = new TranscriptLog();
    const client = await openTo(server.port, { languages: ["de-CH", "en"], log });
    expect(client.session.language).toBe("de");
    expect(server.complaints).toEqual([]);
    expect(linesOf(log.after(0))).toContain("C LANG de");
    expect(linesOf(log.after(0))).toContain("S +OK de Die Texte sind auf Deutsch");
  });

  test.each<[string, Turn[]]>([
    ["the list is refused", [{ expect: "LANG", send: "-ERR no\r\n" }]],
    ["no language fits", [listing("fr Fran\u00e7ais")]],
    ["the choice is refused", [listing("de Deutsch"), { expect: "LANG de", send: "-ERR no\r\n" }]],
    ["the list is empty", [listing()]],
  ])("goes on as before where %s", async (_, turns) => {
    const server = await serve([[...greeted(["USER", "LANG"]), ...turns, ...USER_PASS, CAPA_AGAIN]]);
    const client = await openTo(server.port, { languages: ["de"] });
    expect(client.session.language).toBeUndefined();
    expect(server.complaints).toEqual([]);
  });

  test("tells which language the administrator's is", async () => {
    const server = await serve([
      [
        ...greeted(["USER", "LANG"]),
        listing("en English", "da Dansk"),
        { expect: "LANG *", send: "+OK da Dansk er valgt\r\n" },
        ...USER_PASS,
        CAPA_AGAIN,
      ],
    ]);
    const client = await openTo(server.port, { languages: ["fr", "*"] });
    expect(client.session.language).toBe("da");
  });

  test.each([
    ["is not announced", ["USER"], ["de"]],
    ["is not asked for", ["USER", "LANG"], []],
  ])("is not said where it %s", async (_, capabilities, languages) => {
    const server = await serve([[...greeted(capabilities), ...USER_PASS, CAPA_AGAIN]]);
    await openTo(server.port, { languages });
    expect(server.lines.filter((line) => line.startsWith("LANG"))).toEqual([]);
  });

  test("is said after STLS, not before", async () => {
    const demo = await startDemo();
    onTestFinished(() => demo.close());
    const log = new TranscriptLog();
    const client = await openTo(demo.pop3Port, {
      security: "starttls",
      tls: { ca: demo.caPem },
      languages: ["de"],
      log,
    });
    expect(client.session.language).toBe("de");
    const said = log.after(0).filter(({ direction, verb }) => direction === "C" && verb === "LANG");
    expect(said.map(({ line, secure }) => [line, secure])).toEqual([
      ["LANG", true],
      ["LANG de", true],
    ]);
    await expect(client.retr(99, {})).rejects.toMatchObject({ serverText: "keine solche Nachricht" });
  });
});
