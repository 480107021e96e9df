import type { Mechanism } from "@popgate/shared/api/mailbox";
import {
  methodName,
  methodReason,
  methodsFor,
  type Method,
  type MethodContext,
} from "../login/authentication.ts";
import { channelBindingOf } from "../login/channel-binding.ts";
import type { Capabilities } from "../client/capabilities.ts";
import { Pop3Client } from "../client/client.ts";
import { takeInventory } from "../client/inventory.ts";
import type { Pop3Engine } from "../engine/engine.ts";
import { Pop3Error } from "../errors.ts";
import { isLoopback } from "./loopback.ts";
import { signIn } from "../login/login.ts";
import {
  askCapabilities,
  openConnection,
  staged,
  type OpenConnection,
  type OpenConnectionOptions,
} from "./open-connection.ts";
import { processPipeliningMemory } from "./pipelining-memory.ts";
import { refusalContext } from "../client/refusal-context.ts";
import type { Credentials } from "../sasl/mechanism.ts";

/** Mechanisms that make a server hang up are skipped; after this many the person should choose one. */
const MAX_CONNECTIONS = 3;

export interface OpenOptions extends OpenConnectionOptions {
  readonly credentials: Credentials;
  readonly mechanism: Mechanism;
  /** The maildrop is read next: what asks for that need not wait for the CAPA behind the sign-in. */
  readonly readsMaildrop?: boolean;
}

/** Connects, encrypts as the server's security asks, and signs in. @throws Pop3Error with its stage */
export async function openClient(options: OpenOptions): Promise<Pop3Client> {
  const skipped = new Set<string>();
  let lastRefusal: Pop3Error | undefined;
  for (let connections = 1; ; connections += 1) {
    const connection = await reconnected(options, lastRefusal);
    const attempt = await whileWanted(connection.engine, options.signal, () =>
      tryMethods(connection, options, skipped),
    );
    if (attempt.outcome === "signed-in") return await signedIn(connection, options, attempt);
    lastRefusal = attempt.refusal ?? lastRefusal;
    if (attempt.outcome === "refused" || connections === MAX_CONNECTIONS) {
      // A refusal tells the person more than the hang-up that followed it.
      throw (lastRefusal ?? attempt.error).at("login");
    }
  }
}

/** A connection that fails after a refused sign-in must not hide the refusal. */
async function reconnected(
  options: OpenOptions,
  lastRefusal: Pop3Error | undefined,
): Promise<OpenConnection> {
  try {
    return await openConnection(options);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw lastRefusal?.at("login") ?? error;
  }
}

/** Half of a sign-in is no use: when nobody waits for it any more, its connection ends. */
async function whileWanted<Value>(
  engine: Pop3Engine,
  signal: AbortSignal | undefined,
  work: () => Promise<Value>,
): Promise<Value> {
  const end = () => engine.destroy(new Pop3Error("cancelled", "nobody waits for this any more"));
  if (signal?.aborted === true) end();
  signal?.addEventListener("abort", end, { once: true });
  try {
    return await work();
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

type Attempt =
  | { readonly outcome: "signed-in"; readonly method: string; readonly reason: string }
  | { readonly outcome: "refused"; readonly error: Pop3Error; readonly refusal: Pop3Error | undefined }
  | {
      /** The server hung up on a mechanism: worth another connection without it. */
      readonly outcome: "hung-up";
      readonly error: Pop3Error;
      readonly refusal: Pop3Error | undefined;
    };

async function tryMethods(
  connection: OpenConnection,
  options: OpenOptions,
  skipped: Set<string>,
): Promise<Attempt> {
  const { engine } = connection;
  let lastRefusal: Pop3Error | undefined;
  const methods = usableMethods(connection, options).filter((method) => !skipped.has(methodName(method)));
  for (const method of methods) {
    // Refused or hung up on: once is enough, a second failure costs the person's standing at the server.
    skipped.add(methodName(method));
    try {
      const result = await signIn(loginContext(connection, options), method, options.credentials);
      if (result.outcome === "accepted") {
        const reason = methodReason(method, methodContext(connection, options));
        return { outcome: "signed-in", method: methodName(method), reason };
      }
      lastRefusal = result.error;
    } catch (error) {
      if (!(error instanceof Pop3Error)) {
        // The credential could not be opened: none of the server's doing.
        engine.destroy(new Pop3Error("closed", "the sign-in was given up"));
        throw error;
      }
      engine.destroy(error);
      if (!isHangUp(error)) return { outcome: "refused", error, refusal: error };
      const outcome = method === methods.at(-1) ? "refused" : "hung-up";
      return { outcome, error, refusal: lastRefusal };
    }
  }
  const error = lastRefusal ?? noMethod(connection, options);
  engine.destroy(error);
  return { outcome: "refused", error, refusal: lastRefusal };
}

/** FIN or RST: which of them depends on whether the server had read everything. */
function isHangUp(error: Pop3Error): boolean {
  return error.kind === "closed" || error.kind === "network";
}

/**
 * What the choice of a method depends on.
 *
 * @param isAsking as if the password might cross the network unencrypted
 */
export function methodContext(
  connection: OpenConnection,
  options: OpenOptions,
  isAsking = false,
): MethodContext {
  const { server, dial } = options;
  return {
    chosen: options.mechanism,
    capabilities: connection.capabilities,
    greeting: connection.greeting,
    isSecure: connection.isSecure,
    allowsExternal: dial.allowsExternal?.(server) ?? true,
    channelBinding: channelBindingOf(connection.socket),
    allowsPlaintext:
      isAsking || isLoopback(connection.socket.remoteAddress) || dial.allowsPlaintext?.(server) === true,
  };
}

function usableMethods(connection: OpenConnection, options: OpenOptions, isAsking = false): Method[] {
  return methodsFor(methodContext(connection, options, isAsking));
}

function noMethod(connection: OpenConnection, options: OpenOptions): Pop3Error {
  // With leave to show the password there would be a way: then that is what is missing.
  return usableMethods(connection, options, true).length > usableMethods(connection, options).length
    ? new Pop3Error("plaintext", "the password would cross the network unencrypted", {}, true)
    : new Pop3Error("refused", "the server offers no way to sign in that was asked for", {}, true);
}

async function signedIn(
  connection: OpenConnection,
  options: OpenOptions,
  { method: mechanism, reason }: { readonly method: string; readonly reason: string },
): Promise<Pop3Client> {
  const { engine, greeting, isSecure, language } = connection;
  options.log.enter("TRANSACTION");
  options.log.append({ direction: "SERVER", line: `signed in with ${mechanism}: ${reason}`, octets: 0 });
  const isTrusted = isTrustedToPipeline(options);
  // Announced in one state, it holds in both (RFC 2449 §6.6).
  const pipelinesAtOnce = isTrusted && connection.capabilities.has("PIPELINING");
  if (pipelinesAtOnce) allowPipelining(engine, options);
  // The list may differ after login; a server that refuses to repeat it keeps what it said before.
  const renewing = whileWanted(engine, options.signal, () =>
    staged("capabilities", askCapabilities(engine, options)),
  );
  const inventory =
    pipelinesAtOnce && options.readsMaildrop === true
      ? takeInventory(engine, refusalContext(connection.capabilities), { causeId: options.causeId })
      : undefined;
  // Whoever waits for the inventory hears of its failure; where CAPA failed, nobody does.
  inventory?.catch(() => {});
  const renewed = await renewing;
  const capabilities = renewed.lines.length === 0 ? connection.capabilities : renewed;
  settlePipelining(engine, capabilities, options, { isTrusted, isAllowed: pipelinesAtOnce });
  const client = new Pop3Client(
    { engine, greeting, capabilities, mechanism, isSecure, language },
    options.deadlines,
    options.log,
    inventory,
  );
  client.causeId = options.causeId;
  return client;
}

/** Whether the server has not answered out of step before. */
function isTrustedToPipeline({ server, dial }: OpenOptions): boolean {
  return (dial.pipelining ?? processPipeliningMemory).isTrusted(server);
}

function allowPipelining(engine: Pop3Engine, { server, dial }: OpenOptions): void {
  const memory = dial.pipelining ?? processPipeliningMemory;
  engine.allowPipelining(true);
  engine.onClose((error) => {
    if (engine.hasPipelined) memory.connectionEnded(server, error, engine.unansweredAtEnd);
  });
}

/** As the capabilities say that hold from the sign-in on. */
function settlePipelining(
  engine: Pop3Engine,
  capabilities: Capabilities,
  options: OpenOptions,
  { isTrusted, isAllowed }: { readonly isTrusted: boolean; readonly isAllowed: boolean },
): void {
  const isAnnounced = capabilities.has("PIPELINING");
  if (isAnnounced && !isTrusted) {
    const line = "one command at a time: this server has answered pipelined ones out of step";
    options.log.append({ direction: "SERVER", line, octets: 0 });
  } else if (isAnnounced && !isAllowed) {
    allowPipelining(engine, options);
  } else if (!isAnnounced && isAllowed) {
    engine.allowPipelining(false);
  }
}

function loginContext({ engine, capabilities, takesUtf8Login }: OpenConnection, options: OpenOptions) {
  return {
    engine,
    takesUtf8Login,
    deadlines: options.deadlines,
    refusal: refusalContext(capabilities),
    causeId: options.causeId,
  };
}
