import type { EncodedCommand } from "../wire/command-encoder.ts";
import type { StatusLine } from "../wire/status-line.ts";

/** A whole response. The octets of a multi-line one went to the exchange's sink. */
export interface Reply extends StatusLine {
  /** Everything of it as sent, terminator included. */
  readonly wireOctets: number;
}

/** Takes the octets of a multi-line response, dot-stuffing undone. */
export interface BodySink {
  /** The octets are a view: copy what is kept. @returns false to have no more read until `drain` */
  write(octets: Buffer): boolean;
  onDrain?(listener: () => void): void;
}

export interface ExchangeOptions {
  /** Called as soon as the status line is read, before any of the response's lines. */
  readonly onStatus?: (status: StatusLine) => void;
  readonly sink?: BodySink;
  /** What LIST told; steers the window and whether a cancelled reply is worth draining. */
  readonly expectedOctets?: number;
  /** Nobody waits for it: its reply is read when this process has time for it, and the transcript folds both. */
  readonly mayWait?: boolean;
  readonly signal?: AbortSignal;
  readonly causeId?: string | undefined;
  /** For the reply's first octet, where the engine's default does not fit. */
  readonly deadlineMs?: number;
  /** Lines of the response that the transcript lists before it folds the rest. */
  readonly shownLines?: number;
}

/** One command and its response, from the queue to the end. */
export interface Exchange {
  readonly command: EncodedCommand | undefined;
  readonly options: ExchangeOptions;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  writtenAt: number;
  status: StatusLine | undefined;
  bodyOctets: number;
  /** Its caller is gone: the response is read and dropped. */
  isCancelled: boolean;
  /** A cancelled response that runs over this is not worth reading to its end. */
  maxBodyOctets: number;
  /** Called once, when the reply is complete or the connection is gone. */
  onEnd: (() => void) | undefined;
}

export function newExchange(
  command: EncodedCommand | undefined,
  options: ExchangeOptions,
  resolve: (reply: Reply) => void,
  reject: (error: Error) => void,
): Exchange {
  return {
    command,
    options,
    resolve,
    reject,
    writtenAt: 0,
    status: undefined,
    bodyOctets: 0,
    isCancelled: false,
    maxBodyOctets: Number.POSITIVE_INFINITY,
    onEnd: undefined,
  };
}

/** A background supply of commands, asked only when there is room and nobody waits. */
export interface CommandSource {
  /** @returns undefined when there is nothing to ask for the present */
  next(): BackgroundCommand | undefined;
}

export interface BackgroundCommand {
  readonly command: EncodedCommand;
  readonly options: ExchangeOptions;
  readonly done: (reply: Reply) => void;
  /** The connection went before the reply came. */
  readonly failed: (error: Error) => void;
}
