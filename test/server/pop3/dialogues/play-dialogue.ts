import { PipeliningMemory } from "@popgate/server/pop3/opening/pipelining-memory";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import type { Pop3Client } from "@popgate/server/pop3/client/client";
import { expect, onTestFinished, vi } from "vitest";
import {
  issueCertificate,
  selfSignedCertificate,
  type TestCertificate,
} from "../../../support/certificates.ts";
import type {
  Chunking,
  ScriptedServer,
  ScriptedServerOptions,
  Turn,
} from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { linesOf, openTo, serve, type ClientSetUp } from "../opened-client.ts";
import type { CertificateKind, Dialogue, Step } from "./dialogue.ts";
import { expectError, takeStep } from "./take-step.ts";

const PASSWORD = "tanstaaf";
const DAY_MS = 86_400_000;

/**
 * Plays a dialogue against the real client on a real socket, and checks what it says of itself and
 * what holds for all: nothing deleted unasked, no QUIT unasked, no secret shown, in step at the end.
 */
export async function playDialogue(dialogue: Dialogue, chunking: Chunking): Promise<void> {
  if (dialogue.setUp?.clock === "ours") {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
  }
  const log = new TranscriptLog();
  const server = await serve(scripts(dialogue), { chunking, ...tlsOptions(dialogue) });
  const setUp = { ...clientSetUp(dialogue), log, pipelining: new PipeliningMemory() };
  if (dialogue.refused === undefined) {
    await converse(dialogue, () => openTo(server.port, setUp));
  } else {
    expectError(await errorOf(openTo(server.port, setUp)), dialogue.refused);
    await server.quiet();
  }
  expect(server.complaints).toEqual([]);
  expectNothingUnasked(dialogue, server);
  expectTranscript(dialogue, log);
  for (const packet of dialogue.together ?? []) expect(server.reads).toContain(packet);
  for (const line of dialogue.alone ?? []) {
    expect(server.reads.filter((read) => read.includes(line))).toEqual([`${line}\r\n`]);
  }
}

async function converse(dialogue: Dialogue, open: () => Promise<Pop3Client>): Promise<void> {
  let client = await open();
  const { session } = client;
  if (dialogue.signedInWith !== undefined) expect(session.mechanism).toBe(dialogue.signedInWith);
  if (dialogue.capabilities !== undefined) expect(session.capabilities.lines).toEqual(dialogue.capabilities);
  if (dialogue.loginDelayMs !== undefined)
    expect(session.capabilities.loginDelayMs).toBe(dialogue.loginDelayMs);
  if (dialogue.expireDays !== undefined) expect(session.capabilities.expireDays).toBe(dialogue.expireDays);
  for (const step of dialogue.steps ?? []) {
    if (step.do === "reopen") {
      client.close("to come again");
      client = await open();
    } else {
      await takeStep(client, step);
    }
  }
  // In step: what follows is the answer to what is asked next.
  if (isAliveAtEnd(dialogue)) await client.noop();
}

/** Whether the last connection still serves when the steps are over. */
function isAliveAtEnd({ refused, steps = [] }: Dialogue): boolean {
  const last = steps.at(-1);
  const isOver = last?.do === "quit" || last?.do === "drop" || last?.do === "lost";
  return refused === undefined && !isOver && last?.fails?.isUsable !== false;
}

function scripts(dialogue: Dialogue): (readonly Turn[])[] {
  const { connections } = dialogue;
  if (!isAliveAtEnd(dialogue)) return [...connections];
  const last: readonly Turn[] = [...(connections.at(-1) ?? []), { expect: "NOOP", send: "+OK\r\n" }];
  return [...connections.slice(0, -1), last];
}

/** Marks are set only where a step sets them, and only a step says QUIT. */
function expectNothingUnasked({ steps = [] }: Dialogue, server: ScriptedServer): void {
  const asked = steps.flatMap(markedBy).map((number) => `DELE ${number}`);
  const sent = server.lines.filter((line) => /^DELE\b/i.test(line));
  // A lost connection may have swallowed the last ones; none is added.
  expect(asked.slice(0, sent.length)).toEqual(sent);
  const quits = server.lines.filter((line) => /^QUIT\b/i.test(line)).length;
  expect(quits).toBeLessThanOrEqual(steps.filter((step) => step.do === "quit").length);
}

function markedBy(step: Step): readonly number[] {
  if (step.do === "dele") return step.numbers;
  return step.do === "unmark" ? step.keep : [];
}

function expectTranscript(dialogue: Dialogue, log: TranscriptLog): void {
  const events = log.after(0);
  const lines = linesOf(events);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  for (const line of dialogue.shows ?? []) expect(lines).toContain(line);
  const all = lines.join("\n");
  const password = dialogue.setUp?.password ?? PASSWORD;
  for (const word of [password, Buffer.from(password).toString("base64"), ...(dialogue.hides ?? [])]) {
    expect(all).not.toContain(word);
  }
  expect(lines.filter((line) => /[\u0000-\u001f\u007f-\u009f]/.test(line))).toEqual([]);
}

function clientSetUp({ setUp = {} }: Dialogue): ClientSetUp {
  const { security = "none", certificate = "good" } = setUp;
  const isTrusted = security !== "none" && certificate !== "unknownAuthority" && certificate !== "selfSigned";
  return {
    security,
    ...(setUp.mechanism === undefined ? {} : { mechanism: setUp.mechanism }),
    ...(setUp.user === undefined ? {} : { user: setUp.user }),
    ...(setUp.password === undefined ? {} : { password: setUp.password }),
    ...(setUp.clientAddress === undefined ? {} : { clientAddress: setUp.clientAddress }),
    ...(setUp.deadlines === undefined ? {} : { deadlines: setUp.deadlines }),
    ...(isTrusted ? { tls: { ca: certificateOf(certificate).ca } } : {}),
  };
}

function tlsOptions({ setUp = {} }: Dialogue): ScriptedServerOptions {
  const { security = "none", certificate = "good" } = setUp;
  if (security === "none" || certificate === "none") return {};
  return { tls: { ...certificateOf(certificate), implicit: security === "tls" } };
}

const made = new Map<CertificateKind, TestCertificate>();

/** Made once: a key a test is slow. */
function certificateOf(kind: CertificateKind): TestCertificate {
  const known = made.get(kind);
  if (known !== undefined) return known;
  const certificate = makeCertificate(kind);
  made.set(kind, certificate);
  return certificate;
}

function makeCertificate(kind: CertificateKind): TestCertificate {
  const now = Date.now();
  switch (kind) {
    case "expired":
      return issueCertificate({ notBefore: new Date(now - 10 * DAY_MS), notAfter: new Date(now - DAY_MS) });
    case "otherName":
      return issueCertificate({ names: [{ type: "dns", value: "pop.example.test" }] });
    case "selfSigned":
      return selfSignedCertificate();
    case "good":
    case "unknownAuthority":
    case "none":
      return issueCertificate();
    default:
      return kind satisfies never;
  }
}
