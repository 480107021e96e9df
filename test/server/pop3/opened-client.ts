import type { LookupFunction } from "node:net";
import type { TlsTrust } from "@popgate/server/pop3/opening/pinned-certificate";
import type { Mechanism, Security } from "@popgate/shared/api/mailbox";
import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import type { Pop3Client } from "@popgate/server/pop3/client/client";
import { DEFAULT_DEADLINES, type Deadlines } from "@popgate/server/pop3/deadlines";
import { HangUpMemory } from "@popgate/server/pop3/opening/hang-up-memory";
import { openClient } from "@popgate/server/pop3/opening/open-client";
import { PipeliningMemory } from "@popgate/server/pop3/opening/pipelining-memory";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { onTestFinished } from "vitest";
import {
  startScriptedServer,
  type ScriptedServer,
  type ScriptedServerOptions,
  type Turn,
} from "../../support/line/scripted-server.ts";

export interface ClientSetUp {
  readonly host?: string;
  readonly security?: Security;
  readonly mechanism?: Mechanism;
  readonly user?: string;
  readonly password?: string;
  readonly secret?: () => string;
  readonly deadlines?: Partial<Deadlines>;
  readonly lookup?: LookupFunction;
  readonly tls?: TlsTrust;
  readonly allowsExternal?: boolean;
  readonly allowsPlaintext?: boolean;
  /** Told to a server that trusts the gateway; absent: it does not. */
  readonly clientAddress?: string;
  readonly signal?: AbortSignal;
  readonly log?: TranscriptLog;
  readonly causeId?: string;
  readonly languages?: readonly string[];
  readonly pipelining?: PipeliningMemory;
  readonly hangUps?: HangUpMemory;
  readonly readsMaildrop?: boolean;
}

/** Opens a client to a port of this machine; it is closed with the test. */
export async function openTo(port: number, setUp: ClientSetUp = {}): Promise<Pop3Client> {
  const { lookup, tls } = setUp;
  const client = await openClient({
    server: { host: setUp.host ?? "127.0.0.1", port, security: setUp.security ?? "none" },
    dial: {
      ...(lookup === undefined ? {} : { lookupFor: () => lookup }),
      ...(tls === undefined ? {} : { tlsFor: () => tls }),
      allowsPlaintext: () => setUp.allowsPlaintext === true,
      trustsClientAddress: () => setUp.clientAddress !== undefined,
      clientAddress: () => setUp.clientAddress,
      allowsExternal: () => setUp.allowsExternal !== false,
      // Ports come round again: no test may inherit what another's server did.
      pipelining: setUp.pipelining ?? new PipeliningMemory(),
      hangUps: setUp.hangUps ?? new HangUpMemory(),
    },
    deadlines: { ...DEFAULT_DEADLINES, ...setUp.deadlines },
    log: setUp.log ?? new TranscriptLog(),
    credentials: {
      user: setUp.user ?? "mrose",
      secret: setUp.secret ?? (() => setUp.password ?? "tanstaaf"),
    },
    mechanism: setUp.mechanism ?? "auto",
    causeId: setUp.causeId,
    languages: setUp.languages,
    readsMaildrop: setUp.readsMaildrop === true,
    ...(setUp.signal === undefined ? {} : { signal: setUp.signal }),
  });
  onTestFinished(() => client.close("the test is over"));
  return client;
}

/** A scripted server that is closed with the test. */
export async function serve(
  dialogues: readonly (readonly Turn[])[],
  options: ScriptedServerOptions = {},
): Promise<ScriptedServer> {
  const server = await startScriptedServer(dialogues, options);
  onTestFinished(() => server.close());
  return server;
}

/** The turns before a sign-in: greeting and CAPA. */
export function greeted(capabilities: readonly string[], greeting = "+OK ready"): Turn[] {
  return [{ send: `${greeting}\r\n` }, { expect: "CAPA", send: capabilityReply(capabilities) }];
}

/** What CAPA answers; -ERR where there is nothing to tell. */
export function capabilityReply(capabilities: readonly string[]): string {
  return capabilities.length === 0 ? "-ERR what?\r\n" : ["+OK", ...capabilities, ".", ""].join("\r\n");
}

/** The turns of a USER and PASS that are accepted. */
export const USER_PASS: readonly Turn[] = [
  { expect: "USER mrose", send: "+OK\r\n" },
  { expect: "PASS tanstaaf", send: "+OK signed in\r\n" },
];

export function base64(text: string): string {
  return Buffer.from(text, "latin1").toString("base64");
}

export function linesOf(events: readonly TranscriptEvent[]): string[] {
  return events.map(({ direction, line }) => `${direction} ${line}`);
}
