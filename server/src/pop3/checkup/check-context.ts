import type { Mechanism } from "@popgate/shared/api/mailbox";
import { setTimeout as delay } from "node:timers/promises";
import type { Pop3Client } from "../client/client.ts";
import type { ConnectionContext } from "../opening/connection.ts";
import { HangUpMemory } from "../opening/hang-up-memory.ts";
import { openClient } from "../opening/open-client.ts";
import { PipeliningMemory } from "../opening/pipelining-memory.ts";
import type { OpenOptions } from "../opening/try-methods.ts";
import type { Credentials } from "../sasl/mechanism.ts";
import { Pop3Error } from "../errors.ts";
import { IN_USE_WAITS_MS } from "../in-use-waits.ts";
import type { Findings } from "./findings.ts";

/** Whose server is looked at, and how. */
export interface CheckUpOptions extends Omit<ConnectionContext, "signal"> {
  readonly credentials: Credentials;
  readonly mechanism: Mechanism;
  readonly causeId?: string | undefined;
  /** The reader's languages, best first. */
  readonly languages?: readonly string[] | undefined;
  /** How long to wait for the server's idle time-out; undefined: it is not measured. */
  readonly idleMs?: number | undefined;
  /** Aborted when the mailbox is wanted for something else than waiting for that. */
  readonly idlesUntil?: AbortSignal | undefined;
}

/** What every step of a check-up works with. */
export interface CheckContext {
  readonly options: OpenOptions & { readonly signal: AbortSignal };
  readonly idleMs: number | undefined;
  readonly idlesUntil: AbortSignal | undefined;
  readonly findings: Findings;
}

export function checkContext(
  { idleMs, idlesUntil, ...options }: CheckUpOptions,
  findings: Findings,
  signal: AbortSignal,
): CheckContext {
  // A memory of its own: whether the server keeps its promise is what is to be found out.
  const dial = withMemory(options.dial);
  return { options: { ...options, dial, signal }, idleMs, idlesUntil, findings };
}

function withMemory(dial: CheckUpOptions["dial"]): CheckUpOptions["dial"] {
  return {
    pipelining: new PipeliningMemory(),
    hangUps: new HangUpMemory(),
    ...(dial.lookupFor === undefined ? {} : { lookupFor: dial.lookupFor.bind(dial) }),
    ...(dial.tlsFor === undefined ? {} : { tlsFor: dial.tlsFor.bind(dial) }),
    ...(dial.allowsPlaintext === undefined ? {} : { allowsPlaintext: dial.allowsPlaintext.bind(dial) }),
    ...(dial.allowsExternal === undefined ? {} : { allowsExternal: dial.allowsExternal.bind(dial) }),
    ...(dial.trustsClientAddress === undefined
      ? {}
      : { trustsClientAddress: dial.trustsClientAddress.bind(dial) }),
    ...(dial.clientAddress === undefined ? {} : { clientAddress: dial.clientAddress }),
  };
}

/**
 * Signs in, works, and closes without QUIT: after RETR a QUIT may remove mail that nobody marked, and
 * servers with one file for all mail write it anew.
 */
export async function withClient<Value>(
  context: CheckContext,
  work: (client: Pop3Client) => Promise<Value>,
  { waitsForLock = true } = {},
): Promise<Value> {
  const { signal } = context.options;
  const client = await openedClient(context, waitsForLock ? IN_USE_WAITS_MS : []);
  const end = () => client.close("the check-up is given up");
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  try {
    return await work(client);
  } finally {
    signal.removeEventListener("abort", end);
    client.close("this part of the check-up is over; nothing is removed");
  }
}

async function openedClient({ options }: CheckContext, inUseWaitsMs: readonly number[]): Promise<Pop3Client> {
  for (const waitMs of inUseWaitsMs) {
    try {
      return await openClient(options);
    } catch (error) {
      if (!(error instanceof Pop3Error) || error.kind !== "inUse") throw error;
      await delay(waitMs, undefined, { signal: options.signal }).catch(() => {});
    }
  }
  return openClient(options);
}
