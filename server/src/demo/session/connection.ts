import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { CommandLineDecoder, type CommandLine } from "../../pop3/wire/command-line.ts";
import type { ServerIdentity } from "../certificate/certificate.ts";
import { respond } from "../commands/auth.ts";
import { cutAfter, withBareLf } from "../faults/bend-octets.ts";
import { translated, type Language } from "../language/languages.ts";
import { channelBindingOf } from "./channel-binding.ts";
import type { Outcome } from "./command-handler.ts";
import type { DemoService } from "./demo-service.ts";
import { dispatch, parseCommand } from "./dispatch.ts";
import { err, replyOctets, type Reply } from "./reply.ts";
import { ReplyWriter } from "./reply-writer.ts";
import { NEW_SESSION, type SessionState } from "./session-state.ts";
import { startTls } from "./start-tls.ts";

/** RFC 5034 §4 sets no limit for responses; OAuth tokens, the longest known, fit in this. */
const MAX_SASL_LINE_OCTETS = 12_288;
/** How long a client may take to close after QUIT. */
const LINGER_MS = 2_000;

/** One client: reads a line, answers it, reads the next. Its socket changes once, at STLS. */
export class Connection {
  readonly #id: number;
  readonly #service: DemoService;
  readonly #identity: ServerIdentity;
  readonly #decoder = new CommandLineDecoder();
  readonly #ended = new AbortController();
  readonly #timestamp: string;
  #socket: Socket;
  #writer: ReplyWriter;
  #isSecure: boolean;
  #state: SessionState = NEW_SESSION;
  #language: Language = "en";

  constructor(options: {
    id: number;
    socket: Socket;
    isSecure: boolean;
    service: DemoService;
    identity: ServerIdentity;
  }) {
    this.#id = options.id;
    this.#service = options.service;
    this.#identity = options.identity;
    this.#isSecure = options.isSecure;
    this.#socket = options.socket;
    this.#writer = new ReplyWriter(options.socket);
    const seconds = Math.floor(this.#service.clock() / 1000);
    this.#timestamp = `<${this.#service.newId()}.${seconds}@${this.#service.hostName}>`;
  }

  /** Sends the greeting and begins to read. */
  start(): void {
    this.#service.emit({ kind: "opened", session: this.#id, isSecure: this.#isSecure });
    this.#listen();
    const line = this.#service.faults().greeting ?? `+OK POP3 server ready ${this.#timestamp}`;
    const greeting = Buffer.from(`${line}\r\n`, "latin1");
    this.#socket.write(
      this.#service.faults().isBareLf ? Buffer.concat([...withBareLf([greeting])]) : greeting,
    );
    if (line.startsWith("-ERR")) this.#close();
  }

  /** Drops the connection; the maildrop is free before the client can notice. */
  #drop(): void {
    this.#release();
    this.#socket.destroy();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    // RFC 1939 §3: at least ten minutes; then closed without UPDATE and without a word.
    socket.setTimeout(this.#service.idleTimeoutMs, () => this.#drop());
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#end(socket));
    socket.on("data", this.#onData);
  }

  /** Nothing more is read until every command of this chunk is answered: that is the back-pressure. */
  readonly #onData = (chunk: Buffer): void => {
    if (this.#state.name === "closed") return;
    this.#socket.pause();
    this.#decoder.push(chunk);
    this.#answerAll().catch((error: unknown) => {
      // A delay that ended with the connection, or a handshake that failed; anything else is a bug.
      this.#service.emit({ kind: "failed", session: this.#id, error });
      this.#drop();
    });
  };

  async #answerAll(): Promise<void> {
    while (this.#state.name !== "closed" && !this.#socket.destroyed) {
      const isSasl = this.#state.name === "AUTHORIZATION" && this.#state.login.kind === "sasl";
      const line = this.#decoder.next(isSasl ? MAX_SASL_LINE_OCTETS : undefined);
      if (line === undefined) break;
      await this.#answer(line);
    }
    await this.#writer.flush();
    this.#socket.resume();
  }

  async #answer(line: CommandLine): Promise<void> {
    const state = this.#state;
    if (state.name === "closed") return;
    if (line.kind === "too-long") return this.#write(err("line too long"));
    const context = {
      service: this.#service,
      isSecure: this.#isSecure,
      channelBinding: () => (this.#service.bindsChannels ? channelBindingOf(this.#socket) : undefined),
      timestamp: this.#timestamp,
    };
    if (state.name === "AUTHORIZATION" && state.login.kind === "sasl") {
      const outcome = respond(line.octets.toString("latin1"), state.login.exchange, state, context);
      if (outcome.next !== undefined) this.#state = outcome.next;
      return this.#carryOut(outcome);
    }
    const command = parseCommand(line.octets);
    const { verb } = command;
    const isBareLf = line.ending === "lf";
    this.#service.emit({ kind: "command", session: this.#id, verb: verb ?? "?", isBareLf });
    const faults = this.#service.faults();
    if (verb !== undefined) faults.countUse(verb);
    const quitCut = verb === "QUIT" && state.name === "TRANSACTION" ? faults.quitCut : undefined;
    if (quitCut === "beforeUpdate") return this.#drop();
    const bent = verb === undefined ? undefined : faults.replyFaults(verb);
    const outcome = dispatch(command, state, context);
    // At once, before anything is waited for: who holds a maildrop must be known if the client goes now.
    if (outcome.next !== undefined) this.#state = outcome.next;
    if (quitCut === "beforeReply") return this.#drop();
    if (bent !== undefined && bent.delayMs > 0) await this.#delay(bent.delayMs);
    await this.#carryOut(outcome, bent?.cutAfter);
  }

  async #carryOut(outcome: Outcome, cutAfterOctets?: number): Promise<void> {
    if (outcome.language !== undefined) this.#language = outcome.language;
    if (outcome.isFailedLogin === true) await this.#delay(this.#service.failedLoginDelayMs);
    await this.#write(outcome.reply, cutAfterOctets);
    if (cutAfterOctets !== undefined) return this.#cut();
    if (outcome.after === "startTls") await this.#startTls();
    if (outcome.after === "close") {
      await this.#writer.flush();
      if (this.#service.faults().quitCut === "afterReply") return this.#cut();
      this.#close();
    }
  }

  async #write(reply: Reply, cutAfterOctets?: number): Promise<void> {
    let octets = replyOctets(inLanguage(reply, this.#language));
    if (this.#service.faults().isBareLf) octets = withBareLf(octets);
    if (cutAfterOctets !== undefined) octets = cutAfter(octets, cutAfterOctets);
    await this.#writer.write(octets);
  }

  async #startTls(): Promise<void> {
    const injected = this.#service.faults().stlsInjection;
    if (injected !== undefined) await this.#writer.write([Buffer.from(injected, "latin1")]);
    const plain = this.#socket;
    plain.off("data", this.#onData);
    await this.#writer.flush();
    // What came with STLS was sent in the clear: an attacker may have put commands behind it.
    this.#decoder.discard();
    this.#socket = await startTls(plain, this.#identity);
    this.#writer = new ReplyWriter(this.#socket);
    this.#isSecure = true;
    this.#language = "en";
    this.#listen();
  }

  /** Sends what is queued and drops the connection, as a broken line would. */
  async #cut(): Promise<void> {
    await this.#writer.flush();
    await new Promise<void>((resolve) => this.#socket.write("", () => resolve()));
    this.#drop();
  }

  #close(): void {
    const socket = this.#socket;
    this.#state = { name: "closed" };
    socket.end();
    const linger = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(linger));
  }

  #delay(milliseconds: number): Promise<void> {
    return delay(milliseconds, undefined, { signal: this.#ended.signal });
  }

  #end(socket: Socket): void {
    // The plain socket beneath TLS closes too.
    if (socket !== this.#socket) return;
    this.#ended.abort();
    this.#release();
    this.#service.emit({ kind: "closed", session: this.#id });
  }

  /** Every end but QUIT: nothing is removed, as it should be. */
  #release(): void {
    if (this.#state.name === "TRANSACTION") {
      if (this.#service.faults().updatesOnAbort) this.#state.maildrop.update();
      else this.#state.maildrop.release();
    }
    this.#state = { name: "closed" };
  }
}

function inLanguage(reply: Reply, language: Language): Reply {
  return reply.kind === "challenge" ? reply : { ...reply, text: translated(reply.text, language) };
}
