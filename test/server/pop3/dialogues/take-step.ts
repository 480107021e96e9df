import type { Pop3Client } from "@popgate/server/pop3/client/client";
import type { ExchangeOptions } from "@popgate/server/pop3/engine/exchange";
import type { Pop3Error } from "@popgate/server/pop3/errors";
import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { expect, vi } from "vitest";
import { errorOf, keepingSink, until } from "../connected-engine.ts";
import type { ExpectedError, Octets, Step } from "./dialogue.ts";

/** Does what a step says and checks what the step says of it. */
export async function takeStep(client: Pop3Client, step: Step): Promise<void> {
  const work = act(client, step);
  if (step.fails === undefined) return work;
  expectError(await errorOf(work), step.fails);
  if (!step.fails.isUsable) expect(client.error).toBeDefined();
}

export function expectError(error: Error, { kind, isUsable, ...facts }: ExpectedError): void {
  const kinds = typeof kind === "string" ? [kind] : kind;
  expect(error).toMatchObject({ kind: expect.toBeOneOf([...kinds]), connectionUsable: isUsable, ...facts });
}

async function act(client: Pop3Client, step: Step): Promise<void> {
  switch (step.do) {
    case "inventory":
      return readMaildrop(client, step);
    case "retr":
      return read((options) => client.retr(step.number, options), step);
    case "top":
      return read((options) => client.top(step.number, step.lines, options), step);
    case "retrAll":
      return retrieveAll(client, step.messages);
    case "dele":
      return expectRefusals(await client.dele(step.numbers), step.refusals);
    case "unmark":
      return expectRefusals(await client.resetAndDele(step.keep));
    case "rset":
      return client.rset();
    case "noop":
      return client.noop();
    case "ask":
      return ask(client, step);
    case "cancel":
      return cancel(client, step);
    case "quit": {
      const { status, text } = await client.quit();
      return expect({ status, text }).toEqual({ status: step.status, text: step.text ?? text });
    }
    case "drop":
      return client.close("dropped");
    case "lost":
      await until(() => client.error !== undefined);
      return expectError(client.error ?? new Error("it lives"), step.error);
    case "reopen":
      throw new Error("only who plays the dialogue can open a connection");
    default:
      return step satisfies never;
  }
}

type StepOf<Kind extends Step["do"]> = Extract<Step, { do: Kind }>;

async function readMaildrop(client: Pop3Client, step: StepOf<"inventory">): Promise<void> {
  const { messages, octets, list, uidl } = await client.inventory();
  expect({ messages, octets }).toEqual({ messages: step.messages, octets: step.octets });
  expect(list.map((entry) => [entry.number, entry.octets])).toEqual(step.list);
  expect(uidl?.map((entry) => [entry.number, entry.uniqueId])).toEqual(step.uidl);
}

/** RETR or TOP; with `passMs` the engine's clock is moved on until the reply is over. */
async function read(
  ask: (options: ExchangeOptions) => Promise<unknown>,
  { message, passMs }: { readonly message: Octets; readonly passMs?: number },
): Promise<void> {
  const { sink, text } = keepingSink();
  const work = ask({ sink });
  let isOver = false;
  void work.finally(() => (isOver = true)).catch(() => undefined);
  // Again and again: nothing tells when the octets that the time is for have come.
  await until(() => {
    if (passMs !== undefined && text() === message) vi.advanceTimersByTime(passMs);
    return isOver;
  });
  await work;
  expectOctets(text(), message);
}

async function retrieveAll(client: Pop3Client, messages: StepOf<"retrAll">["messages"]): Promise<void> {
  const sinks = messages.map(() => keepingSink());
  const replies = await Promise.allSettled(
    messages.map(([number], index) => {
      const sink = sinks[index]?.sink;
      return client.retr(number, sink === undefined ? {} : { sink });
    }),
  );
  for (const reply of replies) if (reply.status === "rejected") throw reply.reason;
  messages.forEach(([, message], index) => expectOctets(sinks[index]?.text() ?? "", message));
}

async function ask(client: Pop3Client, { verb, args, status, text, lines }: StepOf<"ask">): Promise<void> {
  const kept = keepingSink();
  const reply = await client.session.engine.run(encodeCommand(verb, args), { sink: kept.sink });
  expect([reply.status, reply.text]).toEqual([status ?? "ok", text]);
  expectOctets(kept.text(), lines ?? "");
}

async function cancel(client: Pop3Client, step: StepOf<"cancel">): Promise<void> {
  const { number, expectedOctets, afterOctets } = step;
  const controller = new AbortController();
  let octets = 0;
  const write = (chunk: Buffer) => {
    octets += chunk.length;
    if (octets >= afterOctets) controller.abort();
    return true;
  };
  const options = { sink: { write }, expectedOctets, signal: controller.signal };
  const error = await errorOf(client.retr(number, options));
  expectError(error, { kind: "cancelled", isUsable: false });
}

function expectRefusals(
  refusals: readonly (Pop3Error | undefined)[],
  expected: readonly string[] = [],
): void {
  expect(refusals.flatMap((error) => (error === undefined ? [] : [error.serverText]))).toEqual(expected);
}

/** Compared as one value: a hundred kilobytes of difference help nobody. */
function expectOctets(found: string, expected: string): void {
  if (expected.length < 2_000) expect(found).toBe(expected);
  else expect(found === expected).toBe(true);
}
