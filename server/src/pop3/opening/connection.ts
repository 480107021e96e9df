import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { ServerAddress } from "@popgate/shared/api/mailbox";
import type { Deadlines } from "../deadlines.ts";
import { Pop3Error } from "../errors.ts";
import { handshakeOptions, pinRefusal, type TlsTrust } from "./pinned-certificate.ts";
import type { HangUpMemory } from "./hang-up-memory.ts";
import type { PipeliningMemory } from "./pipelining-memory.ts";
import { tlsError } from "./tls-error.ts";
import type { TranscriptLog } from "../transcript-log.ts";

/** What the operator's rules add to a connection. */
export interface Dial {
  /**
   * Resolves a name or literal for one server and refuses with an error whose code is
   * `EHOSTNOTALLOWED`. Exactly the addresses it yields are dialled. Default: the system's resolver.
   */
  lookupFor?(server: ServerAddress): LookupFunction;
  /** An own CA, pinned certificates, a client certificate. Verification is on unless this turns it off. */
  tlsFor?(server: ServerAddress): TlsTrust;
  /** Whether a password may go to this server without TLS, beside loopback. */
  allowsPlaintext?(server: ServerAddress): boolean;
  /**
   * Whether EXTERNAL may be chosen: what signs in is then the gateway's own certificate, whoever asks.
   * Default: yes, which does nothing without a certificate.
   */
  allowsExternal?(server: ServerAddress): boolean;
  /**
   * Whether the server trusts this gateway to tell it who asks (XCLIENT). It then counts failed sign-ins by
   * the person's address instead of the gateway's, which is everybody's.
   */
  trustsClientAddress?(server: ServerAddress): boolean;
  /** The address, IPv4 or IPv6, of whoever signs in; undefined where it is not known. */
  readonly clientAddress?: () => string | undefined;
  /** Default: one for the process. */
  readonly pipelining?: PipeliningMemory;
  /** Default: one for the process. */
  readonly hangUps?: HangUpMemory;
}

export interface ConnectionContext {
  readonly server: ServerAddress;
  readonly dial: Dial;
  readonly deadlines: Deadlines;
  readonly log: TranscriptLog;
  readonly signal?: AbortSignal;
}

/** Opens TCP to the server, in plain even where TLS is to follow. @throws Pop3Error */
export async function openTcp(context: ConnectionContext): Promise<Socket> {
  const { server, deadlines, log } = context;
  log.beginConnection();
  const deadline = phaseSignal(deadlines.connectMs, context.signal);
  const addresses = await resolve(context, deadline);
  log.append({ direction: "TCP", line: `connect ${server.host}:${server.port}`, octets: 0 });
  const socket = connectTcp({
    host: server.host,
    port: server.port,
    noDelay: true,
    keepAlive: true,
    // The addresses that were checked, and no second resolution that might tell another story.
    lookup: (_host, options, callback) => {
      const first = addresses[0];
      if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family);
    },
  });
  await settled(socket, "connect", deadline, (cause) => tcpError(cause, context, deadline).at("connect"));
  return socket;
}

/** Puts TLS on a stream; verifies the certificate against the server's name, or its pins. @throws Pop3Error */
export async function upgradeToTls(socket: Socket, context: ConnectionContext): Promise<TLSSocket> {
  const { server, dial, deadlines, log } = context;
  const deadline = phaseSignal(deadlines.tlsMs, context.signal);
  const trust = dial.tlsFor?.(server) ?? {};
  const readBefore = socket.bytesRead;
  const tls = connectTls({
    socket,
    host: server.host,
    ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
    minVersion: "TLSv1.2",
    ...handshakeOptions(trust),
  });
  await settled(tls, "secureConnect", deadline, (cause) => {
    const over = interrupted(deadline, context.signal, "the TLS handshake", deadlines.tlsMs);
    return (over ?? tlsError(cause, server, socket.bytesRead - readBefore)).at("tls");
  });
  const refusal = pinRefusal(tls, trust, server);
  if (refusal !== undefined) {
    tls.on("error", () => {}).destroy();
    throw refusal.at("tls");
  }
  log.becomeSecure();
  log.append({ direction: "TLS", line: `${tls.getProtocol() ?? "TLS"} ${tls.getCipher().name}`, octets: 0 });
  return tls;
}

/** The addresses that a connection would be made to. @throws Pop3Error */
export function resolveServer(context: ConnectionContext): Promise<LookupAddress[]> {
  return resolve(context, phaseSignal(context.deadlines.connectMs, context.signal));
}

/** Not AbortSignal.any: Node 20 may collect the timeout that stands behind it before it fires. */
function phaseSignal(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(milliseconds);
  const phase = new AbortController();
  const end = () => phase.abort();
  deadline.addEventListener("abort", end, { once: true });
  if (signal?.aborted === true) end();
  // Leaves the caller's signal when the time is over: it may live as long as the session.
  signal?.addEventListener("abort", end, { once: true, signal: deadline });
  return phase.signal;
}

function resolve(context: ConnectionContext, deadline: AbortSignal): Promise<LookupAddress[]> {
  const { server, dial } = context;
  const lookup: LookupFunction = dial.lookupFor?.(server) ?? systemLookup;
  return new Promise((found, failed) => {
    const expire = () => failed(tcpError(new Error("aborted"), context, deadline).at("resolve"));
    if (deadline.aborted) return expire();
    deadline.addEventListener("abort", expire, { once: true });
    lookup(server.host, { all: true }, (cause, address, family) => {
      deadline.removeEventListener("abort", expire);
      if (cause !== null) return failed(tcpError(cause, context, deadline).at("resolve"));
      const addresses =
        typeof address === "string" ? [{ address, family: family ?? isIP(address) }] : address;
      if (addresses.length === 0)
        return failed(new Pop3Error("unknownHost", `${server.host} has no address`));
      return found(addresses);
    });
  });
}

/** Waits for a stream's event or its end; a failure destroys the stream once. */
function settled(
  socket: Socket,
  event: "connect" | "secureConnect",
  deadline: AbortSignal,
  errorOf: (cause: Error) => Pop3Error,
): Promise<void> {
  return new Promise((done, failed) => {
    const forget = () => {
      socket.off(event, succeed).off("error", fail).off("close", close);
      deadline.removeEventListener("abort", abort);
    };
    const fail = (cause: Error) => {
      forget();
      // A destroyed socket may still report: nobody else listens.
      socket.on("error", () => {});
      socket.destroy();
      failed(errorOf(cause));
    };
    const succeed = () => {
      forget();
      done();
    };
    const abort = () => fail(new Error("aborted"));
    const close = () => fail(new Error("the connection was closed"));
    socket.once(event, succeed).once("error", fail).once("close", close);
    if (deadline.aborted) abort();
    else deadline.addEventListener("abort", abort, { once: true });
  });
}

function interrupted(
  deadline: AbortSignal,
  signal: AbortSignal | undefined,
  what: string,
  limitMs: number,
): Pop3Error | undefined {
  if (signal?.aborted === true) return new Pop3Error("cancelled", "nobody waits for this any more");
  if (!deadline.aborted) return undefined;
  return new Pop3Error("timeout", `${what} did not end within ${limitMs / 1000} s`);
}

function tcpError(cause: Error, { server, deadlines, signal }: ConnectionContext, deadline: AbortSignal) {
  const over = interrupted(deadline, signal, `connecting to ${server.host}`, deadlines.connectMs);
  if (over !== undefined) return over;
  switch (errorCode(cause)) {
    case "EHOSTNOTALLOWED":
      return new Pop3Error("hostNotAllowed", `${server.host}:${server.port} is not allowed here`, { cause });
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_NODATA":
    case "EAI_NONAME":
      return new Pop3Error("unknownHost", `${server.host} is not known`, { cause });
    case "ECONNREFUSED":
      return new Pop3Error("refusedPort", `${server.host} refuses port ${server.port}`, { cause });
    default:
      return new Pop3Error("network", `${server.host} cannot be reached`, { cause });
  }
}

/** An AggregateError (happy eyeballs) holds the reason in its first error. */
function errorCode(error: Error): string | undefined {
  if ("code" in error && typeof error.code === "string") return error.code;
  return error instanceof AggregateError && error.errors[0] instanceof Error
    ? errorCode(error.errors[0])
    : undefined;
}
