import type { Socket } from "node:net";
import { Pop3Error } from "../errors.ts";
import type { Deadlines } from "../deadlines.ts";
import {
  newExchange,
  type BodySink,
  type CommandSource,
  type Exchange,
  type ExchangeOptions,
  type Reply,
} from "./exchange.ts";
import { backgroundTurns, type BackgroundTurns } from "./background-turns.ts";
import {
  asPop3Error,
  brokenLine,
  cancelled,
  closedByServer,
  closeLine,
  tooLongToDrain,
} from "./engine-errors.ts";
import { ExchangeQueue, type Conduct } from "./exchange-queue.ts";
import { endWithLastWord } from "./last-word.ts";
import { MaskedWords } from "./masked-words.ts";
import { ReplyDeadline } from "./reply-deadline.ts";
import { ReplyReader } from "./reply-reader.ts";
import type { TranscriptLog } from "../transcript-log.ts";
import type { EncodedCommand } from "../wire/command-encoder.ts";

/** With less than this to come, reading a cancelled reply to its end is cheaper than reconnecting. */
const DRAIN_OCTETS = 64 * 1024;

export interface EngineOptions {
  readonly log: TranscriptLog;
  readonly deadlines: Deadlines;
  /** Default: those that all connections of this process share. */
  readonly turns?: BackgroundTurns;
}

/**
 * Commands in, replies out, over one stream: writes what the window admits, reads in order, serves
 * waiting people before background work. Knows no verb's meaning. Ends once, with one error.
 */
export class Pop3Engine {
  /** What no reply shows, neither in the transcript nor in an error. */
  readonly masked = new MaskedWords();
  readonly #socket: Socket;
  readonly #log: TranscriptLog;
  readonly #deadline: ReplyDeadline;
  readonly #turns: BackgroundTurns;
  readonly #queue = new ExchangeQueue();
  readonly #reader: ReplyReader;
  readonly #closeListeners = new Set<(error: Pop3Error) => void>();
  #error: Pop3Error | undefined;
  #isDetached = false;
  /** Octets that wait for their turn; no others are taken from the socket meanwhile. */
  #held: Buffer | undefined;
  #isSinkFull = false;
  #isExpectedToClose = false;
  #lastWord: EncodedCommand | undefined;

  constructor(socket: Socket, options: EngineOptions) {
    this.#socket = socket;
    this.#log = options.log;
    this.#turns = options.turns ?? backgroundTurns;
    this.#deadline = new ReplyDeadline(options.deadlines, {
      expired: (error) => this.destroy(error),
      acceptDoubtfulEnd: () => this.#acceptDoubtfulEnd(),
    });
    this.#reader = new ReplyReader(this.#queue, options.log, this.masked, {
      answered: (exchange, reply) => this.#answered(exchange, reply),
      full: (sink) => this.#waitForSink(sink),
    });
    socket.on("data", this.#onData);
    socket.on("error", this.#onError);
    socket.on("close", this.#onClose);
  }

  /** Why the connection is gone; undefined while it lives. */
  get error(): Pop3Error | undefined {
    return this.#error;
  }

  /** What is to be remembered of its server. */
  get conduct(): Conduct {
    return this.#queue;
  }

  /** True when nothing is written and unanswered. */
  get isIdle(): boolean {
    return this.#queue.isIdle;
  }

  /** To be called once, before anything else: the greeting is a reply to no command. */
  greeting(deadlineMs: number, signal?: AbortSignal): Promise<Reply> {
    return this.#enqueue(undefined, signal === undefined ? { deadlineMs } : { deadlineMs, signal });
  }

  /**
   * Sends a command and waits for its whole response, -ERR included.
   *
   * @throws Pop3Error if the connection goes, or `cancelled` by the signal
   */
  run(command: EncodedCommand, options: ExchangeOptions = {}): Promise<Reply> {
    return this.#enqueue(command, options);
  }

  /** The supply of background commands; asked again after each reply and at `nudge`. */
  setBackground(source: CommandSource | undefined): void {
    this.#queue.background = source;
    this.#fill();
  }

  /** The background source has something again. */
  nudge(): void {
    this.#fill();
  }

  /** From now on as many commands may be outstanding as the window admits (RFC 2449 §6.6). */
  allowPipelining(isAllowed: boolean): void {
    this.#queue.allowPipelining(isAllowed);
  }

  /** The next close is the server's answer to QUIT, not a loss. */
  expectClose(): void {
    this.#isExpectedToClose = true;
  }

  /** Still sent whenever this end gives the connection up, its reply awaited by nobody; undefined: nothing is. */
  sayLast(command: EncodedCommand | undefined): void {
    this.#lastWord = command;
  }

  onClose(listener: (error: Pop3Error) => void): void {
    if (this.#error !== undefined) listener(this.#error);
    else this.#closeListeners.add(listener);
  }

  /**
   * Gives the stream up for a TLS upgrade.
   *
   * @throws Pop3Error `injection` where octets followed the reply to STLS: they came before TLS and
   *   would be read as if they had come through it
   */
  detach(): Socket {
    // Whatever the octets were: a whole reply has closed the session as out of step before we get here.
    if (!this.#reader.isIdle || this.#reader.hasUnasked || !this.#queue.isIdle || this.#error !== undefined) {
      const error = new Pop3Error("injection", "octets followed the reply to STLS in the clear", {
        cause: this.#error,
      });
      this.destroy(error);
      throw error;
    }
    this.#isDetached = true;
    this.#deadline.clear();
    this.#socket.off("data", this.#onData).off("error", this.#onError).off("close", this.#onClose);
    return this.#socket;
  }

  /** Ends the connection without QUIT. Every waiter is rejected; later calls do nothing. */
  destroy(error: Pop3Error): void {
    if (this.#error !== undefined || this.#isDetached) return;
    this.#error = error;
    this.#held = undefined;
    this.#turns.leave(this);
    this.#deadline.clear();
    this.#reader.stop();
    if (this.#lastWord === undefined || !this.#socket.writable) this.#socket.destroy();
    else this.#sayLast(this.#lastWord);
    this.#log.enter("closed");
    this.#log.append({ direction: "TCP", line: closeLine(error, this.#isExpectedToClose), octets: 0 });
    this.#queue.rejectAll(error);
    for (const listener of this.#closeListeners) listener(error);
    this.#closeListeners.clear();
  }

  #sayLast({ shown, octets, secret, verb }: EncodedCommand): void {
    this.#log.append({ direction: "C", line: shown, octets: octets.length, secret, verb });
    endWithLastWord(this.#socket.off("data", this.#onData), octets);
  }

  #enqueue(command: EncodedCommand | undefined, options: ExchangeOptions): Promise<Reply> {
    this.proceed();
    if (this.#error !== undefined) return Promise.reject(this.#error);
    return new Promise<Reply>((resolve, reject) => {
      const exchange = newExchange(command, options, resolve, reject);
      if (!this.#watchSignal(exchange)) return;
      this.#listenToSink(exchange);
      if (command === undefined) {
        this.#queue.expectGreeting(exchange, performance.now());
        this.#deadline.start(exchange);
      } else {
        this.#queue.add(exchange);
        this.#fill();
      }
    });
  }

  #listenToSink(exchange: Exchange): void {
    exchange.options.sink?.onDrain?.(() => {
      // Behind its reply's end this sink holds nobody up; another one may.
      if (this.#queue.head === exchange) this.#readOn();
    });
  }

  #waitForSink(sink: BodySink): void {
    // A sink that cannot say when it drains would stop the session for ever.
    if (sink.onDrain === undefined) return;
    this.#isSinkFull = true;
    this.#deadline.pause();
    this.#socket.pause();
  }

  #readOn(): void {
    this.#isSinkFull = false;
    if (this.#error !== undefined || this.#isDetached || this.#held !== undefined) return;
    this.#deadline.resume();
    this.#socket.resume();
  }

  #watchSignal(exchange: Exchange): boolean {
    const { signal } = exchange.options;
    if (signal === undefined) return true;
    if (signal.aborted) {
      exchange.reject(cancelled());
      return false;
    }
    // Many exchanges may share one signal: each must leave it when it ends.
    const cancel = () => this.#cancel(exchange);
    signal.addEventListener("abort", cancel, { once: true });
    exchange.onEnd = () => signal.removeEventListener("abort", cancel);
    return true;
  }

  /** POP3 cannot abort a reply: a short rest is read and dropped, a long one costs the connection. */
  #cancel(exchange: Exchange): void {
    if (this.#queue.removeUnwritten(exchange)) return exchange.reject(cancelled());
    if (!this.#queue.isOutstanding(exchange)) return;
    exchange.isCancelled = true;
    exchange.reject(cancelled());
    const { expectedOctets } = exchange.options;
    const remaining =
      exchange.command?.multiLine === true
        ? (expectedOctets ?? Number.POSITIVE_INFINITY) - exchange.bodyOctets
        : 0;
    // Whoever else waits has cancelled nothing: for them the connection is lost.
    if (remaining > DRAIN_OCTETS) return this.destroy(tooLongToDrain());
    // LIST may have told too little: the drain has its own end.
    exchange.maxBodyOctets = exchange.bodyOctets + DRAIN_OCTETS;
    if (this.#queue.head === exchange) this.#readOn();
  }

  #fill(): void {
    if (this.#error !== undefined || this.#isDetached) return;
    const batch = this.#queue.takeWritable(performance.now());
    if (batch.length === 0) {
      if (this.#queue.isIdle) this.#log.tellFolded();
      return;
    }
    for (const exchange of batch) this.#logWritten(exchange);
    const octets = batch.flatMap((exchange) =>
      exchange.command === undefined ? [] : [exchange.command.octets],
    );
    this.#writeSoon(octets.length === 1 ? (octets[0] ?? "") : Buffer.concat(octets));
    const head = this.#queue.head;
    if (head !== undefined) this.#deadline.start(head);
  }

  /** What is asked for in one go, STAT, LIST and UIDL, is one write: one packet, one TLS record, one wake-up there. */
  #writeSoon(octets: Buffer | string): void {
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    this.#socket.write(octets);
  }

  #logWritten({ command, options }: Exchange): void {
    if (command === undefined) return;
    const { shown: line, octets, secret, verb } = command;
    const entry = { direction: "C", octets: octets.length, verb, causeId: options.causeId } as const;
    if (options.mayWait === true) this.#log.fold(entry);
    else this.#log.append({ ...entry, line, secret });
  }

  #answered(exchange: Exchange, reply: Reply): void {
    this.#queue.answered(exchange, performance.now());
    exchange.onEnd?.();
    if (!exchange.isCancelled) exchange.resolve(reply);
    const head = this.#queue.head;
    if (head === undefined) this.#deadline.clear();
    else this.#deadline.start(head);
    // A sink that its last octets filled has no more coming; the next reply must not wait for it.
    this.#readOn();
  }

  #acceptDoubtfulEnd(): void {
    try {
      this.#reader.acceptDoubtfulEnd();
    } catch (error) {
      return this.destroy(asPop3Error(error));
    }
    this.#fill();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (!this.#queue.mayWait) return this.#read(chunk);
    if (this.#turns.tryNow(() => this.#read(chunk))) return;
    this.#held = chunk;
    // Not the server's silence.
    this.#deadline.pause();
    this.#socket.pause();
    this.#turns.wait(this);
  };

  /** Reads what waits for its turn, if anything does: the turn has come, or a person asks for something. */
  proceed(): void {
    const chunk = this.#held;
    if (chunk === undefined) return;
    this.#held = undefined;
    this.#turns.leave(this);
    this.#deadline.resume();
    this.#read(chunk);
    if (!this.#isSinkFull) this.#readOn();
  }

  #read(chunk: Buffer): void {
    try {
      this.#reader.push(chunk);
    } catch (error) {
      return this.destroy(asPop3Error(error));
    }
    if (this.#error !== undefined) return;
    this.#deadline.touch();
    this.#deadline.watchEnd(this.#reader.doubtfulEnd);
    this.#fill();
  }

  readonly #onError = (cause: Error): void => {
    this.proceed();
    this.destroy(brokenLine(cause, this.#queue.hungUpOn(performance.now())));
  };

  readonly #onClose = (): void => {
    this.proceed();
    this.destroy(closedByServer(this.#reader.farewell, this.#queue.hungUpOn(performance.now())));
  };
}
