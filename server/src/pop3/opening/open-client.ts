import type { Capabilities } from "../client/capabilities.ts";
import { Pop3Client } from "../client/client.ts";
import { takeInventory } from "../client/inventory.ts";
import type { Pop3Engine } from "../engine/engine.ts";
import { Pop3Error } from "../errors.ts";
import { processHangUpMemory, spareableOf, type HangUpMemory } from "./hang-up-memory.ts";
import { askCapabilities, openConnection, staged, type OpenConnection } from "./open-connection.ts";
import { processPipeliningMemory } from "./pipelining-memory.ts";
import { tryMethods, type OpenOptions } from "./try-methods.ts";
import { refusalContext } from "../client/refusal-context.ts";

/** Mechanisms that make a server hang up are skipped; after this many the person should choose one. */
const MAX_CONNECTIONS = 3;

/** Connects, encrypts as the server's security asks, and signs in. @throws Pop3Error with its stage */
export async function openClient(options: OpenOptions): Promise<Pop3Client> {
  const hangUps = options.dial.hangUps ?? processHangUpMemory;
  const skipped = new Set<string>();
  let lastRefusal: Pop3Error | undefined;
  let connections = 0;
  for (;;) {
    const connection = await reconnected(options, lastRefusal);
    const attempt = await whileWanted(connection.engine, options.signal, () =>
      tryMethods(connection, options, skipped),
    );
    const [firstHangUp] = connection.hangUps;
    if (attempt.outcome === "refused" && attempt.error.isHangUp && firstHangUp !== undefined) {
      throw attempt.refusal?.at("login") ?? firstHangUp;
    }
    for (const hangUp of connection.hangUps) hangUps.learn(options.server, hangUp);
    if (attempt.outcome === "signed-in") return await signedIn(connection, options, attempt);
    if (attempt.outcome === "spared") continue;
    lastRefusal = attempt.refusal ?? lastRefusal;
    connections += 1;
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

async function signedIn(
  connection: OpenConnection,
  options: OpenOptions,
  { method: mechanism, reason }: { readonly method: string; readonly reason: string },
): Promise<Pop3Client> {
  const { engine, greeting, isSecure, language, spared } = connection;
  options.log.enter("TRANSACTION");
  options.log.append({ direction: "SERVER", line: `signed in with ${mechanism}: ${reason}`, octets: 0 });
  const isTrusted = isTrustedToPipeline(options);
  // Announced in one state, it holds in both (RFC 2449 §6.6).
  const pipelinesAtOnce = isTrusted && connection.capabilities.has("PIPELINING");
  if (pipelinesAtOnce) allowPipelining(engine, options);
  const hangUps = options.dial.hangUps ?? processHangUpMemory;
  engine.onClose((error) => hangUps.connectionEnded(options.server, error, engine.conduct));
  const renewing = whileWanted(engine, options.signal, () => renewCapabilities(connection, options, hangUps));
  const inventory =
    pipelinesAtOnce && options.readsMaildrop === true
      ? takeInventory(engine, refusalContext(connection.capabilities), {
          causeId: options.causeId,
          hasUidl: !spared.has("UIDL"),
        })
      : undefined;
  // Whoever waits for the inventory hears of its failure; where CAPA failed, nobody does.
  inventory?.catch(() => {});
  const capabilities = await renewing;
  settlePipelining(engine, capabilities, options, { isTrusted, isAllowed: pipelinesAtOnce });
  const client = new Pop3Client(
    { engine, greeting, capabilities, mechanism, isSecure, language, spared },
    options.deadlines,
    options.log,
    inventory,
  );
  client.causeId = options.causeId;
  return client;
}

/** The list may differ after login; a server that refuses to repeat it keeps what it said before. */
async function renewCapabilities(
  { engine, capabilities, spared }: OpenConnection,
  options: OpenOptions,
  hangUps: HangUpMemory,
): Promise<Capabilities> {
  if (spared.has("CAPA") || spared.has("CAPA again")) return capabilities;
  try {
    const renewed = await staged("capabilities", askCapabilities(engine, options));
    return renewed.lines.length === 0 ? capabilities : renewed;
  } catch (error) {
    // It took the same command before the sign-in: only here does it hang up.
    if (error instanceof Pop3Error && spareableOf(error) === "CAPA")
      hangUps.add(options.server, "CAPA again");
    throw error;
  }
}

/** Whether the server has not answered out of step before. */
function isTrustedToPipeline({ server, dial }: OpenOptions): boolean {
  return (dial.pipelining ?? processPipeliningMemory).isTrusted(server);
}

function allowPipelining(engine: Pop3Engine, { server, dial }: OpenOptions): void {
  const memory = dial.pipelining ?? processPipeliningMemory;
  engine.allowPipelining(true);
  engine.onClose((error) => {
    const { hasPipelined, unansweredAtEnd } = engine.conduct;
    if (hasPipelined) memory.connectionEnded(server, error, unansweredAtEnd);
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
