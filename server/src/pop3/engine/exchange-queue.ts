import type { Verb } from "@popgate/shared/pop3/commands";
import { newExchange, type CommandSource, type Exchange } from "./exchange.ts";
import { HangUpCause } from "./hang-up-cause.ts";
import type { Pop3Error } from "../errors.ts";
import { PipelineWindow } from "./pipeline-window.ts";

/** A header by TOP, where nothing better is known. */
const TYPICAL_REPLY_OCTETS = 2_048;

/** How a connection and its server fared together. */
export interface Conduct {
  /** Whether a command was ever written before the one ahead of it was answered. */
  readonly hasPipelined: boolean;
  /** How many commands were written and unanswered when the connection ended. */
  readonly unansweredAtEnd: number;
  /** Whether the server has answered this command with +OK. */
  hasTaken(verb: Verb): boolean;
}

/**
 * What is to be written and what is written but not answered. Two lanes: people first, then the
 * background source, which is asked for nothing while a person waits.
 */
export class ExchangeQueue implements Conduct {
  readonly #waiting: Exchange[] = [];
  readonly #outstanding: Exchange[] = [];
  #window = new PipelineWindow(false);
  #commandOctets = 0;
  #replyOctets = 0;
  #peopleOutstanding = 0;
  /** Of those that are outstanding, how many may not wait. */
  #awaited = 0;
  #background = new Set<Exchange>();
  background: CommandSource | undefined;
  #hasPipelined = false;
  #unansweredAtEnd = 0;
  readonly #hangUpCause = new HangUpCause();

  get isIdle(): boolean {
    return this.#outstanding.length === 0;
  }

  get hasPipelined(): boolean {
    return this.#hasPipelined;
  }

  /** True when nobody waits for what comes next, nor for anything behind it. */
  get mayWait(): boolean {
    return this.#outstanding.length > 0 && this.#awaited === 0 && this.#waiting.length === 0;
  }

  /** The exchange that the next octets answer. */
  get head(): Exchange | undefined {
    return this.#outstanding[0];
  }

  /** The command that the server has hung up on, if it hangs up now. */
  hungUpOn(nowMs: number): Verb | undefined {
    return this.#hangUpCause.of(this.head, nowMs);
  }

  hasTaken(verb: Verb): boolean {
    return this.#hangUpCause.hasTaken(verb);
  }

  get unansweredAtEnd(): number {
    return this.#unansweredAtEnd;
  }

  allowPipelining(isAllowed: boolean): void {
    this.#window = new PipelineWindow(isAllowed);
  }

  add(exchange: Exchange): void {
    this.#waiting.push(exchange);
  }

  expectGreeting(exchange: Exchange, nowMs: number): void {
    exchange.writtenAt = nowMs;
    this.#awaited += 1;
    this.#outstanding.push(exchange);
  }

  isOutstanding(exchange: Exchange): boolean {
    return this.#outstanding.includes(exchange);
  }

  /** @returns whether it was still waiting, and is now gone */
  removeUnwritten(exchange: Exchange): boolean {
    const index = this.#waiting.indexOf(exchange);
    if (index === -1) return false;
    this.#waiting.splice(index, 1);
    return true;
  }

  /** Everything that may be written now, in order; it counts as outstanding from here on. */
  takeWritable(nowMs: number): Exchange[] {
    const batch: Exchange[] = [];
    const isRefilled = this.#outstanding.length <= this.#window.refilledAt;
    while (this.#isOpen()) {
      const exchange = this.#next(isRefilled);
      if (exchange === undefined) break;
      exchange.writtenAt = nowMs;
      this.#outstanding.push(exchange);
      this.#commandOctets += exchange.command?.octets.length ?? 0;
      this.#replyOctets += expectedOctets(exchange);
      if (exchange.options.mayWait !== true) this.#awaited += 1;
      batch.push(exchange);
    }
    if (this.#outstanding.length > 1) this.#hasPipelined = true;
    return batch;
  }

  /** The head has its whole reply. */
  answered(exchange: Exchange, nowMs: number): void {
    this.#outstanding.shift();
    this.#hangUpCause.answered(exchange, nowMs);
    if (exchange.options.mayWait !== true) this.#awaited -= 1;
    this.#commandOctets -= exchange.command?.octets.length ?? 0;
    this.#replyOctets -= exchange.command === undefined ? 0 : expectedOctets(exchange);
    if (exchange.command !== undefined && !this.#background.delete(exchange)) this.#peopleOutstanding -= 1;
    this.#window.answered(nowMs, nowMs - exchange.writtenAt);
    if (this.#outstanding.length === 0) this.#window.rest();
  }

  rejectAll(error: Pop3Error): void {
    this.#unansweredAtEnd = this.#outstanding.length;
    const all = [...this.#outstanding.splice(0), ...this.#waiting.splice(0)];
    this.#background.clear();
    this.background = undefined;
    for (const exchange of all) {
      exchange.onEnd?.();
      if (!exchange.isCancelled) exchange.reject(error);
    }
  }

  #isOpen(): boolean {
    if (this.#outstanding.length === 0) return true;
    // Commands behind PASS hang for ever on Courier and solid-pop3d; behind STLS they are injection.
    if (this.#outstanding[0]?.command === undefined || this.#outstanding[0].command.barrier) return false;
    if (this.#waiting[0]?.command?.barrier === true) return false;
    return this.#window.admits({
      commands: this.#outstanding.length,
      commandOctets: this.#commandOctets,
      replyOctets: this.#replyOctets,
    });
  }

  #next(isRefilled: boolean): Exchange | undefined {
    const person = this.#waiting.shift();
    if (person !== undefined) {
      this.#peopleOutstanding += 1;
      return person;
    }
    // A click that is being served ends sooner if nothing is put behind it.
    if (this.#peopleOutstanding > 0 || !isRefilled) return undefined;
    const supplied = this.background?.next();
    if (supplied === undefined) return undefined;
    const exchange = newExchange(supplied.command, supplied.options, supplied.done, supplied.failed);
    this.#background.add(exchange);
    return exchange;
  }
}

function expectedOctets({ command, options }: Exchange): number {
  return options.expectedOctets ?? (command?.multiLine === true ? TYPICAL_REPLY_OCTETS : 0);
}
