import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { DEFAULT_DEADLINES, type Deadlines } from "@popgate/server/pop3/deadlines";
import { BackgroundTurns } from "@popgate/server/pop3/engine/background-turns";
import { Pop3Engine } from "@popgate/server/pop3/engine/engine";
import { Pop3Error } from "@popgate/server/pop3/errors";
import type {
  BackgroundCommand,
  BodySink,
  ExchangeOptions,
  Reply,
} from "@popgate/server/pop3/engine/exchange";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import type { Verb } from "@popgate/shared/pop3/commands";
import { onTestFinished } from "vitest";
import {
  startScriptedServer,
  type ScriptedServer,
  type ScriptedServerOptions,
  type Turn,
} from "../../support/line/scripted-server.ts";

export interface ConnectedEngine {
  readonly server: ScriptedServer;
  readonly engine: Pop3Engine;
  readonly socket: Socket;
  readonly log: TranscriptLog;
  run(verb: Verb, args?: readonly (string | number)[], options?: ExchangeOptions): Promise<Reply>;
}

export interface EngineSetUp extends ScriptedServerOptions {
  readonly deadlines?: Partial<Deadlines>;
  readonly pipelining?: boolean;
  readonly backgroundTurns?: BackgroundTurns;
  /** Default true: a greeting is sent and taken first. */
  readonly greeted?: boolean;
}

/** An engine on a real socket to a server that plays the turns; both end with the test. */
export async function connectEngine(
  turns: readonly Turn[],
  setUp: EngineSetUp = {},
): Promise<ConnectedEngine> {
  const isGreeted = setUp.greeted !== false;
  const server = await startScriptedServer(
    [isGreeted ? [{ send: "+OK ready\r\n" }, ...turns] : turns],
    setUp,
  );
  const socket = connect({ host: "127.0.0.1", port: server.port, noDelay: true });
  await once(socket, "connect");
  const log = new TranscriptLog();
  log.beginConnection();
  const { backgroundTurns = new BackgroundTurns() } = setUp;
  const engine = new Pop3Engine(socket, {
    log,
    deadlines: { ...DEFAULT_DEADLINES, ...setUp.deadlines },
    turns: backgroundTurns,
  });
  onTestFinished(async () => {
    engine.destroy(new Pop3Error("closed", "the test is over"));
    await server.close();
  });
  if (isGreeted) await engine.greeting(5_000);
  if (setUp.pipelining === true) engine.allowPipelining(true);
  return {
    server,
    engine,
    socket,
    log,
    run: (verb, args = [], options = {}) => engine.run(encodeCommand(verb, args), options),
  };
}

/** A sink that keeps everything, as latin-1. */
export function keepingSink(): { readonly sink: BodySink; readonly text: () => string } {
  const parts: Buffer[] = [];
  const sink = {
    write: (octets: Buffer) => {
      parts.push(Buffer.from(octets));
      return true;
    },
  };
  return { sink, text: () => Buffer.concat(parts).toString("latin1") };
}

/** The error that a promise ends with; a test fails where it ends well. */
export async function errorOf(promise: Promise<unknown>): Promise<Pop3Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Pop3Error) return error;
    throw error;
  }
  throw new Error("it should have failed");
}

/** A background source of so many commands, with what became of them. */
export function sourceOf(make: (index: number) => { verb: Verb; args: readonly number[] }, count: number) {
  const done: string[] = [];
  const failed: Error[] = [];
  let asked = 0;
  const next = (): BackgroundCommand | undefined => {
    if (asked >= count) return undefined;
    asked += 1;
    const { verb, args } = make(asked);
    return {
      command: encodeCommand(verb, args),
      options: {},
      done: (reply) => done.push(reply.text),
      failed: (error) => failed.push(error),
    };
  };
  return { next, done, failed, asked: () => asked };
}

/** Turns of the event loop until something is true; a test that waits in vain runs into its time limit. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((done) => setImmediate(done));
}
