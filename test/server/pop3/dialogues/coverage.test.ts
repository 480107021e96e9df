import { readFileSync } from "node:fs";
import { COMMANDS, type Verb } from "@popgate/shared/pop3/commands";
import { responseCodeFacts } from "@popgate/shared/pop3/response-codes";
import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { ALL_DIALOGUES } from "./all-dialogues.ts";
import type { Dialogue } from "./dialogue.ts";
import { dialoguesPage } from "./dialogues-page.ts";
import { IS_KIND_SPOKEN, RISK_OF_DEMO_FAULT } from "./closed-sets.ts";
import { ABSENT_SERVERS, RISK_LISTS, type Risk } from "./risks.ts";

const LEAST = 150;
const RESPONSE_CODES = ["IN-USE", "LOGIN-DELAY", "SYS/TEMP", "SYS/PERM", "AUTH", "UTF8"];

const risks: readonly Risk[] = Object.values(RISK_LISTS).flat();
const turns: readonly Turn[] = ALL_DIALOGUES.flatMap(({ connections }) => connections.flat());

describe("the dialogues", () => {
  test(`are ${LEAST} at least, each with a name and a source of its own`, () => {
    console.log(`${ALL_DIALOGUES.length} dialogues, ${risks.length} risks`);
    expect(ALL_DIALOGUES.length).toBeGreaterThanOrEqual(LEAST);
    expect(repeated(ALL_DIALOGUES.map(({ name }) => name))).toEqual([]);
    expect(ALL_DIALOGUES.filter(({ source }) => source.trim() === "")).toEqual([]);
  });

  test("differ in what the server says or in what the client is told", () => {
    expect(repeated(ALL_DIALOGUES.map(substance))).toEqual([]);
  });

  test.each(risks)("show: %s", (risk) => {
    expect(ALL_DIALOGUES.filter((dialogue) => dialogue.risks.includes(risk))).not.toEqual([]);
  });

  test("show no risk twice in one list", () => {
    expect(repeated(risks)).toEqual([]);
    expect(ALL_DIALOGUES.filter((dialogue) => dialogue.risks.length === 0)).toEqual([]);
  });

  test("show every fault that the demo server has", () => {
    const shown = new Set(ALL_DIALOGUES.flatMap((dialogue) => dialogue.risks));
    expect(Object.values(RISK_OF_DEMO_FAULT).filter((risk) => !shown.has(risk))).toEqual([]);
  });

  test("end in every kind of error that a server can cause", () => {
    const ended = new Set(ALL_DIALOGUES.flatMap(kindsOf));
    const spoken = Object.entries(IS_KIND_SPOKEN).filter(([, isSpoken]) => isSpoken);
    expect(spoken.map(([kind]) => kind).filter((kind) => !ended.has(kind))).toEqual([]);
  });

  test("use every verb of the command table", () => {
    // Every verb is a key of the table.
    const verbs = Object.keys(COMMANDS) as Verb[];
    const awaited = new Set(turns.map(({ expect: line }) => /[A-Z0-9]{3,}/.exec(String(line))?.[0]));
    expect(verbs.filter((verb) => !awaited.has(verb))).toEqual([]);
  });

  test("use every response code", () => {
    expect(RESPONSE_CODES.filter((code) => responseCodeFacts(code) === undefined)).toEqual([]);
    const sent = turns.map(({ send }) => (typeof send === "string" ? send : "")).join("");
    expect(RESPONSE_CODES.filter((code) => !sent.includes(`[${code}]`))).toEqual([]);
  });

  test("stand in docs/dialogues.md as `npm run dialogues` writes them", () => {
    const page = new URL("../../../../docs/dialogues.md", import.meta.url);
    expect(readFileSync(page, "utf8") === dialoguesPage()).toBe(true);
  });

  test("of servers that were not at hand say where they are from, and claim no recording", () => {
    const servers: readonly string[] = ABSENT_SERVERS;
    const absent = ALL_DIALOGUES.filter((dialogue) => dialogue.risks.some((risk) => servers.includes(risk)));
    const unlabelled = absent.filter(
      ({ source }) => !/^written from (its source|documentation|known behaviour)/.test(source),
    );
    expect(unlabelled.map(({ name }) => name)).toEqual([]);
    expect(ALL_DIALOGUES.filter(({ source }) => /\brecord(ed|ing)\b/.test(source))).toEqual([]);
  });
});

test("the lists of risks have not shrunk", () => {
  const sizes = Object.entries(RISK_LISTS).map(([name, list]) => [name, list.length]);
  expect(Object.fromEntries(sizes)).toEqual({
    CLIENT_FAILURES: 13,
    REPORTED_CASES: 24,
    SERVER_FAULTS: 23,
    ENGINE_RULES: 44,
    ABSENT_SERVERS: 6,
  });
});

/** Everything but the name, its source and the risks. */
function substance({ name: _name, source: _source, risks: _risks, ...rest }: Dialogue): string {
  return JSON.stringify(rest, (_key, value: unknown) =>
    value instanceof RegExp || typeof value === "function" ? String(value) : value,
  );
}

function kindsOf({ refused, steps = [] }: Dialogue): readonly string[] {
  const errors = steps.flatMap((step) => [step.fails, step.do === "lost" ? step.error : undefined]);
  const kinds = [refused, ...errors].flatMap((error) => error?.kind ?? []);
  return steps.some((step) => step.do === "cancel") ? [...kinds, "cancelled"] : kinds;
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
