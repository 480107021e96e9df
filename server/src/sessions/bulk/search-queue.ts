import type { ReadableMessage } from "../../messages/store/stored-message.ts";
import type { MessageSearcher, SearchedMessage } from "../../messages/thread/message-searcher.ts";

/** What became of one message; `unreadable`: its octets are not to be had; `cut`: the words may be in those that are missing. */
export type SearchOutcome = SearchedMessage | { readonly kind: "unreadable" | "cut" };

export interface SearchQueueOptions {
  readonly searcher: MessageSearcher;
  /** Words that must all be there. */
  readonly q: string;
  /** Ends the search in the message that is looked through, and forgets the others. */
  readonly signal: AbortSignal;
  readonly looked: (uid: string, outcome: SearchOutcome) => void;
}

export interface SearchedNext {
  readonly uid: string;
  readonly open: () => ReadableMessage | undefined;
  /** That `open` keeps in memory. */
  readonly heldOctets: number;
  /** Whether these are not all of its octets. */
  readonly isCut: boolean;
}

/** Messages of one mailbox that wait to be looked through: one at a time, so that mailboxes take turns. */
export class SearchQueue {
  readonly #options: SearchQueueOptions;
  readonly #waiting: SearchedNext[] = [];
  #current: SearchedNext | undefined;
  #heldOctets = 0;

  constructor(options: SearchQueueOptions) {
    this.#options = options;
  }

  /** Kept in memory by this queue alone. */
  get heldOctets(): number {
    return this.#heldOctets;
  }

  get isIdle(): boolean {
    return this.#current === undefined;
  }

  add(next: SearchedNext): void {
    this.#heldOctets += next.heldOctets;
    this.#waiting.push(next);
    if (this.isIdle) this.#next();
  }

  #next(): void {
    const { signal, looked } = this.#options;
    if (signal.aborted) this.#waiting.length = 0;
    const next = this.#waiting.shift();
    this.#current = next;
    if (next === undefined) return;
    void this.#search(next).then((outcome) => {
      this.#heldOctets -= next.heldOctets;
      this.#next();
      if (!signal.aborted) looked(next.uid, outcome);
    });
  }

  async #search({ open, isCut }: SearchedNext): Promise<SearchOutcome> {
    const { searcher, q, signal } = this.#options;
    const raw = open();
    if (raw === undefined) return { kind: "unreadable" };
    try {
      const searched = await searcher.search(raw, q, signal);
      return isCut && searched.kind === "missed" ? { kind: "cut" } : searched;
    } catch {
      // Whatever is the matter with its octets: told as a message that could not be looked through.
      return { kind: "unreadable" };
    }
  }
}
