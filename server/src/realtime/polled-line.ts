import type { PageLine } from "./page-line.ts";

/** How long a poll without events lasts: shorter than the minute after which proxies cut a silent request. */
export const POLL_MS = 20_000;
/** A page that asks for nothing this long is gone: between two polls there is one way there and back. */
const ABANDONED_MS = 30_000;

/** The line to a page that asks for its events. */
export class PolledLine implements PageLine {
  readonly #closeListeners = new Set<() => void>();
  #events: string[] = [];
  #octets = 0;
  /** Ends the poll that waits. */
  #wake: (() => void) | undefined;
  #abandoned: NodeJS.Timeout | undefined;
  #isOpen = true;

  constructor() {
    this.#awaitPoll();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedOctets(): number {
    return this.#octets;
  }

  send(text: string): void {
    this.#events.push(text);
    this.#octets += Buffer.byteLength(text);
    this.#wake?.();
  }

  /** What was sent before it is still taken by a poll that waits. */
  close(_code: number, _why: string): void {
    this.terminate();
  }

  terminate(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#abandoned);
    this.#wake?.();
    for (const listener of this.#closeListeners) listener();
  }

  onClose(listener: () => void): void {
    this.#closeListeners.add(listener);
  }

  /**
   * What was sent since the last time, as soon as there is any; none after `POLL_MS`, when the line closes, and
   * when the page asks once more meanwhile.
   *
   * @param signal the page does not wait any more: what is sent from then on waits for its next poll
   */
  async take(signal: AbortSignal): Promise<readonly string[]> {
    this.#wake?.();
    clearTimeout(this.#abandoned);
    if (this.#events.length === 0 && this.#isOpen) await this.#somethingToTell(signal);
    if (this.#isOpen && this.#wake === undefined) this.#awaitPoll();
    if (signal.aborted) return [];
    const events = this.#events;
    this.#events = [];
    this.#octets = 0;
    return events;
  }

  #somethingToTell(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        if (this.#wake === wake) this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, POLL_MS).unref();
      signal.addEventListener("abort", wake);
      this.#wake = wake;
    });
  }

  #awaitPoll(): void {
    clearTimeout(this.#abandoned);
    this.#abandoned = setTimeout(() => this.terminate(), ABANDONED_MS).unref();
  }
}
