import type { ReadableMessage } from "../store/stored-message.ts";
import type { Snippet } from "../search/word-search.ts";
import { ThreadPool } from "./thread-pool.ts";
import { ThreadGaveUp } from "./thread-task.ts";

/** One, so that searches leave the rest of the processor to those who look at a message. */
const THREADS = 1;
/** A mailbox has one message here at a time, so this many mailboxes would have to be searched at once. */
const MAX_WAITING = 10_000;
/** The words of a megabyte take a twentieth. */
const LIMIT_MS = 1000;

/** What became of a search in one message. */
export type SearchedMessage =
  | { readonly kind: "found"; readonly snippet: Snippet }
  | { readonly kind: "missed" }
  /** It took too long or too much memory. */
  | { readonly kind: "given-up" };

export interface MessageSearcherOptions {
  readonly limitMs?: number;
}

/**
 * Looks for words in messages, in a thread that does nothing else, each message within a limit of time and
 * memory. Mailboxes take turns as long as each asks for one message at a time.
 */
export class MessageSearcher {
  readonly #pool: ThreadPool;

  constructor({ limitMs = LIMIT_MS }: MessageSearcherOptions = {}) {
    this.#pool = new ThreadPool({ threads: THREADS, maxWaiting: MAX_WAITING, limitMs });
  }

  /**
   * @param q words that must all be there
   * @throws MessageError where the octets cannot be read, or too many wait; the signal's reason
   */
  async search(raw: ReadableMessage, q: string, signal?: AbortSignal): Promise<SearchedMessage> {
    try {
      const snippet = await this.#pool.run(raw, { kind: "search", q }, signal);
      return snippet === undefined ? { kind: "missed" } : { kind: "found", snippet };
    } catch (error) {
      if (!(error instanceof ThreadGaveUp)) throw error;
      return { kind: "given-up" };
    }
  }

  /** Ends the thread when it has done what it is at. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
