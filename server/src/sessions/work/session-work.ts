import { SerialQueue } from "./serial-queue.ts";
import { SessionError } from "./session-error.ts";

export interface WorkHandler {
  /** Somebody asked for something, or it has just been done. */
  spoke(): void;
  /** Before the one who asked hears how it ended. */
  ended(): Promise<void>;
}

/** What is done with a mailbox, one thing at a time; each has a name that its commands carry. */
export class SessionWork {
  readonly #queue = new SerialQueue();
  readonly #handler: WorkHandler;
  #actions = 0;
  #isClosed = false;

  constructor(handler: WorkHandler) {
    this.#handler = handler;
  }

  /** True when nothing runs or waits. */
  get isQuiet(): boolean {
    return this.#queue.isIdle;
  }

  /** @throws SessionError `mailbox-lost`, `too-many-requests` */
  run<Value>(
    name: string,
    work: (causeId: string, othersWait: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    this.#actions += 1;
    const causeId = `${name}-${this.#actions}`;
    this.#handler.spoke();
    return this.#queue.run(async (othersWait) => {
      if (this.#isClosed) throw new SessionError("mailbox-lost", "this mailbox was signed out");
      try {
        return await work(causeId, othersWait);
      } finally {
        // What is signed out must not be written down again.
        if (!this.#isClosed) await this.#handler.ended();
        this.#handler.spoke();
      }
    });
  }

  /** What waits is refused; what runs is not, its connection must be dropped. */
  close(): void {
    this.#isClosed = true;
  }

  /** Ends when everything asked for so far has ended. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }
}
