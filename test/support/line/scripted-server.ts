import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from "node:tls";
import { listen } from "./listen.ts";

/** One turn of a dialogue, from the server's side. */
export interface Turn {
  /** The command line awaited before this turn, without CRLF; left out where the server speaks unasked. */
  readonly expect?: string | RegExp;
  /**
   * What is sent then; text is written as latin1, so that each character is one octet. A function
   * makes it from the line that came: what a challenge's answer needs.
   */
  readonly send?: string | Buffer | ((line: string) => string);
  readonly chunking?: Chunking;
  readonly delayMs?: number;
  /** The connection ends after this turn: `fin` politely, `reset` with RST. */
  readonly cut?: "fin" | "reset";
  /** The next octets are a TLS handshake. */
  readonly startTls?: true;
}

/**
 * `whole` is one write a turn, `bytes` one octet a write, a number that many octets a write; `breaks`
 * cuts before and behind each CR, LF and dot; `coalesced` is one write for all the turns that need nothing more from the client.
 */
export type Chunking = "whole" | "bytes" | "breaks" | "coalesced" | number;

export const CHUNKINGS: readonly Chunking[] = ["whole", "bytes", "breaks", "coalesced", 2, 3, 7];

export interface ScriptedServerOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  readonly chunking?: Chunking;
  /** With `implicit` the first octets are a TLS handshake; else it serves `startTls` turns. */
  readonly tls?: TlsOptions & { readonly implicit?: boolean };
}

export interface ScriptedServer {
  readonly port: number;
  /** Every command line of every connection, in order, without CRLF. */
  readonly lines: readonly string[];
  /** How the octets arrived: one entry a `data` event. Shows what was written together. */
  readonly reads: readonly string[];
  /** Connections seen so far. */
  readonly connections: number;
  /** What went against the script; a test that ends well has none. */
  readonly complaints: readonly string[];
  /** Resolves when so many lines have come. */
  received(count: number): Promise<void>;
  /** Resolves when every connection so far has ended. */
  quiet(): Promise<void>;
  /** Writes on the newest connection, outside the script. */
  say(octets: string | Buffer): void;
  close(): Promise<void>;
}

/**
 * A POP3 server that is nothing but data: each connection plays the next dialogue of the list, and
 * the last one again if there are more connections than dialogues.
 */
export async function startScriptedServer(
  dialogues: readonly (readonly Turn[])[],
  options: ScriptedServerOptions = {},
): Promise<ScriptedServer> {
  const state = new ServerState();
  const serve = (socket: Socket) => {
    const dialogue = dialogues[Math.min(state.connections, dialogues.length - 1)] ?? [];
    state.connections += 1;
    void new Player(socket, dialogue, options, state).play();
  };
  const server: Server =
    options.tls?.implicit === true
      ? createTlsServer(options.tls, serve)
      : createServer({ noDelay: true }, serve);
  server.on("connection", (socket: Socket) => state.watch(socket));
  server.on("tlsClientError", () => {});
  const port = await listen(server, options.host);
  return state.facade(port, server);
}

class ServerState {
  connections = 0;
  readonly lines: string[] = [];
  readonly reads: string[] = [];
  readonly complaints: string[] = [];
  newest: Socket | undefined;
  readonly #open = new Set<Socket>();
  #changed: (() => void)[] = [];

  watch(socket: Socket): void {
    this.#open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#open.delete(socket);
      this.change();
    });
  }

  change(): void {
    for (const wake of this.#changed.splice(0)) wake();
  }

  async #until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((wake) => this.#changed.push(wake));
  }

  facade(port: number, server: Server): ScriptedServer {
    const connectionsSeen = () => this.connections;
    return {
      port,
      lines: this.lines,
      reads: this.reads,
      complaints: this.complaints,
      get connections() {
        return connectionsSeen();
      },
      received: (count) => this.#until(() => this.lines.length >= count),
      quiet: () => this.#until(() => this.#open.size === 0),
      say: (octets) => void this.newest?.write(asBuffer(octets)),
      close: async () => {
        for (const socket of this.#open) socket.destroy();
        server.close();
        await this.#until(() => this.#open.size === 0);
      },
    };
  }
}

class Player {
  #socket: Socket;
  readonly #dialogue: readonly Turn[];
  readonly #options: ScriptedServerOptions;
  readonly #state: ServerState;
  #pending = "";
  #held: Buffer[] = [];
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(socket: Socket, dialogue: readonly Turn[], options: ScriptedServerOptions, state: ServerState) {
    this.#socket = socket;
    this.#dialogue = dialogue;
    this.#options = options;
    this.#state = state;
    this.#attach(socket);
  }

  async play(): Promise<void> {
    for (const turn of this.#dialogue) {
      if (turn.expect !== undefined && !(await this.#awaitLine(turn.expect))) return;
      if (turn.delayMs !== undefined) this.#release();
      if (turn.delayMs !== undefined) await new Promise((done) => setTimeout(done, turn.delayMs));
      if (turn.send !== undefined) {
        const octets =
          typeof turn.send === "function" ? turn.send(this.#state.lines.at(-1) ?? "") : turn.send;
        await this.#send(asBuffer(octets), turn.chunking ?? this.#options.chunking);
      }
      if (turn.startTls === true || turn.cut !== undefined) this.#release();
      if (turn.startTls === true) await this.#startTls();
      if (turn.cut === "fin") return void this.#socket.end();
      if (turn.cut === "reset") return void this.#socket.resetAndDestroy();
    }
    while (await this.#awaitLine(undefined));
  }

  #attach(socket: Socket): void {
    this.#socket = socket;
    this.#state.newest = socket;
    socket.on("error", () => {});
    socket.on("data", this.#onData);
    socket.on("close", () => {
      this.#isEnded = true;
      this.#wake?.();
    });
  }

  readonly #onData = (chunk: Buffer): void => {
    const text = chunk.toString("latin1");
    this.#state.reads.push(text);
    this.#pending += text;
    this.#wake?.();
  };

  /** @returns whether the line that came was the one that the script expects; undefined expects none */
  async #awaitLine(expected: string | RegExp | undefined): Promise<boolean> {
    let end = this.#pending.indexOf("\r\n");
    while (end === -1) {
      if (this.#isEnded) return false;
      this.#release();
      await new Promise<void>((wake) => (this.#wake = wake));
      end = this.#pending.indexOf("\r\n");
    }
    const line = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end + 2);
    this.#state.lines.push(line);
    this.#state.change();
    if (typeof expected === "string" ? line === expected : expected?.test(line) === true) return true;
    const what = expected === undefined ? "the end of the dialogue" : String(expected);
    this.#state.complaints.push(`expected ${what}, got ${JSON.stringify(line)}`);
    if (expected !== undefined) this.#socket.destroy();
    return expected === undefined;
  }

  async #send(octets: Buffer, chunking: Chunking = "whole"): Promise<void> {
    if (chunking === "coalesced") return void this.#held.push(octets);
    const pieces = piecesOf(octets, chunking);
    for (const piece of pieces) {
      if (this.#isEnded) return;
      this.#socket.write(piece);
      // A turn of the event loop, so that each piece is a segment of its own.
      if (pieces.length > 1) await new Promise<void>((done) => setImmediate(done));
    }
  }

  #release(): void {
    const held = this.#held.splice(0);
    if (held.length > 0) this.#socket.write(Buffer.concat(held));
  }

  async #startTls(): Promise<void> {
    this.#socket.off("data", this.#onData);
    // A client may have begun the handshake while our last octets were still under way.
    this.#socket.pause();
    this.#socket.unshift(Buffer.from(this.#pending, "latin1"));
    this.#pending = "";
    const tls = new TLSSocket(this.#socket, { isServer: true, ...this.#options.tls });
    tls.on("error", () => {});
    this.#attach(tls);
    await Promise.race([once(tls, "secure").catch(() => undefined), once(tls, "close")]);
  }
}

function piecesOf(octets: Buffer, chunking: Exclude<Chunking, "coalesced">): Buffer[] {
  if (chunking === "whole") return [octets];
  if (chunking === "breaks") {
    const parts = octets.toString("latin1").split(/(?<=[\r\n.])|(?=[\r\n.])/);
    return parts.map((part) => Buffer.from(part, "latin1"));
  }
  const size = chunking === "bytes" ? 1 : chunking;
  const count = Math.ceil(octets.length / size);
  return Array.from({ length: count }, (_, index) => octets.subarray(index * size, (index + 1) * size));
}

function asBuffer(octets: string | Buffer): Buffer {
  return typeof octets === "string" ? Buffer.from(octets, "latin1") : octets;
}
