import { isIP, type Socket } from "node:net";
import type { ConnectionStage } from "@popgate/shared/api/errors";
import { Capabilities, MAX_CAPABILITY_LINES } from "../client/capabilities.ts";
import { textLines } from "../client/line-collector.ts";
import { refusalContext } from "../client/refusal-context.ts";
import { Pop3Engine } from "../engine/engine.ts";
import { kindOfResponseCode, Pop3Error, refusal } from "../errors.ts";
import { encodeCommand } from "../wire/command-encoder.ts";
import { chooseLanguage } from "./choose-language.ts";
import { openTcp, upgradeToTls, type ConnectionContext } from "./connection.ts";
import { tlsError, wantsClientCertificate } from "./tls-error.ts";
import { processHangUpMemory, spareableOf, type SpareableCommand } from "./hang-up-memory.ts";

export interface OpenConnectionOptions extends ConnectionContext {
  readonly causeId?: string | undefined;
  /** The reader's languages, best first, for the server's texts (RFC 6856 §3). */
  readonly languages?: readonly string[] | undefined;
}

/** A connection that is greeted, encrypted as asked, and not signed in. */
export interface OpenConnection {
  readonly engine: Pop3Engine;
  readonly socket: Socket;
  readonly greeting: string;
  readonly capabilities: Capabilities;
  readonly isSecure: boolean;
  /** The language that the server's texts are in, where it was asked for one and agreed. */
  readonly language?: string | undefined;
  /** What the server is not to be sent. */
  readonly spared: ReadonlySet<SpareableCommand>;
  /** Over some of that it has just hung up; if it does so without it too, that was not the reason. */
  readonly hangUps: readonly Pop3Error[];
}

/**
 * Resolves, dials, encrypts as the server's security asks, and asks what the server can do. Once more without the
 * command that it hangs up on: nothing of the sign-in has been said by then.
 *
 * @throws Pop3Error
 */
export async function openConnection(options: OpenConnectionOptions): Promise<OpenConnection> {
  const spared = new Set((options.dial.hangUps ?? processHangUpMemory).spared(options.server));
  const hangUps: Pop3Error[] = [];
  for (;;) {
    try {
      return { ...(await connectOnce(options, spared)), hangUps };
    } catch (error) {
      const command = error instanceof Pop3Error ? spareableOf(error) : undefined;
      if (!(error instanceof Pop3Error) || command === undefined || spared.has(command)) throw error;
      spared.add(command);
      hangUps.push(error);
    }
  }
}

async function connectOnce(
  options: OpenConnectionOptions,
  spared: ReadonlySet<SpareableCommand>,
): Promise<Omit<OpenConnection, "hangUps">> {
  const { server, deadlines, log } = options;
  let socket: Socket = await openTcp(options);
  if (server.security === "tls") socket = await upgradeToTls(socket, options);
  let engine = new Pop3Engine(socket, { log, deadlines });
  const unlessSpared = async <Value>(
    command: SpareableCommand,
    otherwise: Value,
    ask: () => Promise<Value>,
  ) => (spared.has(command) ? otherwise : staged("capabilities", ask()));
  const tellAddress = () => unlessSpared("XCLIENT", undefined, () => tellClientAddress(engine, options));
  const askCapa = () => unlessSpared("CAPA", new Capabilities([]), () => askCapabilities(engine, options));
  try {
    const greeting = await staged("greeting", greet(engine, options));
    tellSpared(spared, options);
    if (server.security !== "starttls") await tellAddress();
    let capabilities = await askCapa();
    if (server.security === "starttls") {
      const plain = await staged("tls", requestTls(engine, capabilities, options));
      socket = await upgradeToTls(plain, options);
      engine = new Pop3Engine(socket, { log, deadlines });
      await tellAddress();
      // What was said before TLS may have been said by somebody else (RFC 2595 §4).
      capabilities = await askCapa();
    }
    await unlessSpared("UTF8", undefined, () => enableUtf8(engine, capabilities, options));
    const language = await unlessSpared("LANG", undefined, () =>
      chooseLanguage(engine, capabilities, options),
    );
    const isSecure = server.security !== "none";
    return { engine, socket, greeting, capabilities, isSecure, language, spared };
  } catch (error) {
    engine.destroy(error instanceof Pop3Error ? error : new Pop3Error("network", "connecting failed"));
    throw lateTlsError(error, options);
  }
}

/** Where TLS 1.3 ends a connection after its handshake: told as what it is, not as a broken line. */
function lateTlsError(error: unknown, { server }: OpenConnectionOptions): unknown {
  if (!(error instanceof Pop3Error) || !(error.cause instanceof Error) || !("code" in error.cause))
    return error;
  return wantsClientCertificate(String(error.cause.code)) ? tlsError(error.cause, server).at("tls") : error;
}

function tellSpared(spared: ReadonlySet<SpareableCommand>, { log }: OpenConnectionOptions): void {
  if (spared.size === 0) return;
  const line = `not sent, since this server has hung up on it: ${[...spared].join(", ")}`;
  log.append({ direction: "SERVER", line, octets: 0 });
}

/** The greeting's words. @throws Pop3Error where it is -ERR */
export async function greet(engine: Pop3Engine, options: OpenConnectionOptions): Promise<string> {
  const reply = await engine.greeting(options.deadlines.greetingMs, options.signal);
  if (reply.status === "ok") return reply.text;
  throw new Pop3Error(kindOfResponseCode(reply.code) ?? "refused", "the server refuses to serve", {
    serverText: reply.text,
    ...(reply.code === undefined ? {} : { responseCode: reply.code }),
  });
}

/** CAPA (RFC 2449 §5). @returns an empty set where the server does not know it, or is not asked */
export async function askCapabilities(
  engine: Pop3Engine,
  options: OpenConnectionOptions,
): Promise<Capabilities> {
  const { sink, lines } = textLines(() => MAX_CAPABILITY_LINES);
  const reply = await engine.run(encodeCommand("CAPA"), {
    sink,
    shownLines: MAX_CAPABILITY_LINES,
    causeId: options.causeId,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return new Capabilities(reply.status === "ok" ? lines : []);
}

/**
 * Before CAPA: what the server offers may depend on who asks. Never without TLS where TLS is to follow. A server
 * that does not take it serves all the same; the transcript shows its answer.
 */
async function tellClientAddress(engine: Pop3Engine, options: OpenConnectionOptions): Promise<void> {
  const { server, dial, causeId, signal } = options;
  // A socket that listens on IPv6 too tells IPv4 addresses in this form; counted by /64 all of them would be one.
  const address = dial.clientAddress?.()?.replace(/^::ffff:(?=[\d.]+$)/i, "");
  if (dial.trustsClientAddress?.(server) !== true || address === undefined || isIP(address) === 0) return;
  await engine.run(encodeCommand("XCLIENT", [`ADDR=${address}`]), {
    causeId,
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * Without UTF8 a server may refuse to send a message whose header is UTF-8, or take a user's name for something else
 * (RFC 6856 §2). One that refuses it goes on as before.
 */
async function enableUtf8(
  engine: Pop3Engine,
  capabilities: Capabilities,
  options: OpenConnectionOptions,
): Promise<void> {
  if (!capabilities.has("UTF8")) return;
  await engine.run(encodeCommand("UTF8"), {
    causeId: options.causeId,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/**
 * STLS is tried even where CAPA does not announce it: CAPA may be missing. Never a silent downgrade.
 *
 * @returns the stream, given up by the engine, on which the handshake comes next
 */
export async function requestTls(
  engine: Pop3Engine,
  capabilities: Capabilities,
  options: OpenConnectionOptions,
): Promise<Socket> {
  const reply = await engine.run(encodeCommand("STLS"), {
    causeId: options.causeId,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (reply.status !== "ok") {
    const cause = refusal("STLS", reply, refusalContext(capabilities));
    throw new Pop3Error("noTls", `${options.server.host} refuses STLS`, {
      verb: "STLS",
      serverText: reply.text,
      cause,
    });
  }
  return engine.detach();
}

/** Tells errors where in a session's life they happened. */
export async function staged<Value>(stage: ConnectionStage, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Pop3Error ? error.at(stage) : error;
  }
}
