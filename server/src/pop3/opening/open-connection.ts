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
  /** Whether USER and PASS may hold more than ASCII (RFC 6856 §2.1). */
  readonly takesUtf8Login: boolean;
  /** The language that the server's texts are in, where it was asked for one and agreed. */
  readonly language?: string | undefined;
}

/** Resolves, dials, encrypts as the server's security asks, and asks what the server can do. @throws Pop3Error */
export async function openConnection(options: OpenConnectionOptions): Promise<OpenConnection> {
  const { server, deadlines, log } = options;
  let socket: Socket = await openTcp(options);
  if (server.security === "tls") socket = await upgradeToTls(socket, options);
  let engine = new Pop3Engine(socket, { log, deadlines });
  try {
    const greeting = await staged("greeting", greet(engine, options));
    if (server.security !== "starttls") await staged("capabilities", tellClientAddress(engine, options));
    let capabilities = await staged("capabilities", askCapabilities(engine, options));
    if (server.security === "starttls") {
      const plain = await staged("tls", requestTls(engine, capabilities, options));
      socket = await upgradeToTls(plain, options);
      engine = new Pop3Engine(socket, { log, deadlines });
      await staged("capabilities", tellClientAddress(engine, options));
      // What was said before TLS may have been said by somebody else (RFC 2595 §4).
      capabilities = await staged("capabilities", askCapabilities(engine, options));
    }
    const isUtf8 = await staged("capabilities", enableUtf8(engine, capabilities, options));
    const language = await staged("capabilities", chooseLanguage(engine, capabilities, options));
    const takesUtf8Login = isUtf8 && capabilities.args("UTF8").includes("USER");
    const isSecure = server.security !== "none";
    return { engine, socket, greeting, capabilities, isSecure, takesUtf8Login, language };
  } catch (error) {
    engine.destroy(error instanceof Pop3Error ? error : new Pop3Error("network", "connecting failed"));
    throw error;
  }
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

/** CAPA (RFC 2449 §5). @returns an empty set where the server does not know it */
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

/** Without UTF8 a server may refuse to send a message whose header is UTF-8 (RFC 6856 §2). */
async function enableUtf8(engine: Pop3Engine, capabilities: Capabilities, options: OpenConnectionOptions) {
  if (!capabilities.has("UTF8")) return false;
  const reply = await engine.run(encodeCommand("UTF8"), {
    causeId: options.causeId,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return reply.status === "ok";
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
