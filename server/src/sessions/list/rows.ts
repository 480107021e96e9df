import type { MessagePatch, Row, RowPage, RowQuery } from "@popgate/shared/api/message";
import { Maildrop, type MaildropMessage } from "../../maildrop/maildrop.ts";
import type { HeaderRow } from "../../messages/header/header-columns.ts";
import { parseHeaderRow } from "../../messages/header/header-row.ts";
import { HeaderBook } from "./header-book.ts";
import { RowFacts, type KnownFacts } from "./row-facts.ts";
import { needsHeader, type RowTest } from "./row-filter.ts";
import { RowFinder } from "./row-finder.ts";
import { threadKeys } from "./thread-keys.ts";

const NO_HEADER = parseHeaderRow(Buffer.alloc(0));

/** Once may be a line that was cut by chance. */
const MAX_HANG_UPS = 2;

interface Flags {
  readonly seen: boolean;
  readonly starred: boolean;
}

const NO_FLAGS: Flags = { seen: false, starred: false };

/** What is remembered from earlier visits; what is not in it is unread and old. */
export interface Recalled {
  readonly flags: Map<string, Flags>;
  readonly isNew: Set<string>;
}

/**
 * The message list of one mailbox: what the maildrop tells of each message, what its header told once
 * it was read, and what the gateway remembers. Headers and flags outlive a reading of the maildrop,
 * since they go by unique-id.
 */
export class Rows {
  #maildrop = Maildrop.empty;
  readonly #headers: HeaderBook;
  #flags = new Map<string, Flags>();
  /** Not there at the last visit. */
  readonly #new = new Set<string>();
  /** Their header was refused: a row without one stands until the maildrop is read again. */
  readonly #unreadable = new Set<string>();
  /** How often the server has hung up where their header was asked for. */
  readonly #hangUps = new Map<string, number>();
  #isMarked: (uid: string) => boolean;
  #generation: number;
  readonly #known: KnownFacts = {
    header: (uid, name) => this.#headers.column(uid, name) ?? NO_HEADER[name],
    flags: (uid) => this.#flags.get(uid) ?? NO_FLAGS,
    isNew: (uid) => this.#new.has(uid),
    isMarked: (uid) => this.#isMarked(uid),
  };
  #finder = this.#newFinder();

  /** @param generation of the last reading that pages may still remember */
  constructor(isMarked: (uid: string) => boolean, generation = 0, headers = new HeaderBook()) {
    this.#isMarked = isMarked;
    this.#generation = generation;
    this.#headers = headers;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Messages whose header has been read. */
  get loaded(): number {
    return this.#headers.size;
  }

  /** A new reading: what is known of messages that are still there is kept. */
  adopt(maildrop: Maildrop): void {
    for (const uid of this.#unreadable) this.#headers.delete(uid);
    this.#unreadable.clear();
    for (const uid of this.#hangUps.keys()) if (!maildrop.has(uid)) this.#hangUps.delete(uid);
    this.#headers.keep((uid) => isStillHere(uid, this.#maildrop, maildrop));
    this.#flags = keepKnown(this.#flags, this.#maildrop, maildrop);
    for (const uid of this.#new) if (!maildrop.has(uid)) this.#new.delete(uid);
    this.#maildrop = maildrop;
    this.#generation += 1;
    this.#finder = this.#newFinder();
    for (const [uid, times] of this.#hangUps) {
      if (times >= MAX_HANG_UPS && !this.hasHeader(uid)) this.learnUnreadable(uid);
    }
  }

  /** Pages know a later reading already, of another gateway: the clock is above any that was told. */
  overtake(): void {
    this.#generation = Math.max(this.#generation, Date.now());
  }

  /** In place of what was known; only what was new already stays so. */
  recall({ flags, isNew }: Recalled): void {
    this.#flags = new Map(flags);
    this.arrived(isNew);
    this.#generation += 1;
  }

  /** Messages that were not there at the last visit. */
  arrived(uids: Iterable<string>): void {
    for (const uid of uids) this.#new.add(uid);
    this.#finder.stateChanged();
  }

  /** Whether a header that nobody looks at is still worth reading. */
  get hasRoom(): boolean {
    return this.#headers.hasRoom;
  }

  hasHeader(uid: string): boolean {
    return this.#headers.has(uid);
  }

  /** The header that its row shows; undefined where none was read, or it was refused. */
  headerOf(uid: string): HeaderRow | undefined {
    return this.#unreadable.has(uid) ? undefined : this.#headers.get(uid);
  }

  learn(uid: string, header: HeaderRow): void {
    const message = this.#maildrop.find(uid);
    if (message === undefined) return;
    this.#unreadable.delete(uid);
    const { pushedOut } = this.#headers.set(uid, header);
    this.#finder.headerChanged(message);
    for (const each of pushedOut) {
      const other = this.#maildrop.find(each);
      if (other !== undefined) this.#finder.headerChanged(other);
    }
  }

  /** The server refused the header: the row shows what LIST told, and that nothing more will come. */
  learnUnreadable(uid: string): void {
    this.learn(uid, NO_HEADER);
    this.#unreadable.add(uid);
  }

  /**
   * The server hung up where this header was asked for. From the second time on it is not asked for again: each
   * would cost the connection, and with it the mailbox.
   */
  hungUpOn(uid: string): void {
    this.#hangUps.set(uid, (this.#hangUps.get(uid) ?? 0) + 1);
  }

  /** Marks changed: an order that depends on them is stale. */
  marksChanged(): void {
    this.#finder.stateChanged();
  }

  patch(uid: string, patch: MessagePatch): Row | undefined {
    const message = this.#maildrop.find(uid);
    if (message === undefined) return undefined;
    const flags = this.#flags.get(uid) ?? NO_FLAGS;
    this.#flags.set(uid, { seen: patch.seen ?? flags.seen, starred: patch.starred ?? flags.starred });
    this.#finder.stateChanged();
    return this.#row(message);
  }

  row(uid: string): Row | undefined {
    const message = this.#maildrop.find(uid);
    return message === undefined ? undefined : this.#row(message);
  }

  /** Every row, newest first. */
  *all(): Generator<Row> {
    for (const message of this.#maildrop.messages.toReversed()) yield this.#row(message);
  }

  page(query: RowQuery): RowPage {
    const places = this.#finder.find(query);
    const shown = places.slice(query.offset, query.offset + query.limit);
    return {
      total: places.length,
      loaded: this.loaded,
      generation: this.#generation,
      items: shown.flatMap((place) => this.#rowAt(place, query.threads === true)),
    };
  }

  /** Every row that passes, newest first, and how many could not be judged since their header is not known. */
  matching(test: RowTest): { readonly messages: readonly MaildropMessage[]; readonly unknown: number } {
    const places = this.#finder.find({ ...test, sort: "number", order: "desc" });
    const messages = places.flatMap((place) => this.#maildrop.messages[place] ?? []);
    const { length } = this.#maildrop.messages;
    return { messages, unknown: needsHeader(test) ? length - this.loaded : 0 };
  }

  #rowAt(place: number, withThread: boolean): Row | [] {
    const message = this.#maildrop.messages[place];
    if (message === undefined) return [];
    const row = this.#row(message);
    if (!withThread) return row;
    const { rootOf, sizeOf } = this.#finder.threads;
    const root = rootOf[place] ?? place;
    return { ...row, threadId: this.#maildrop.messages[root]?.uid ?? row.uid, threadSize: sizeOf[root] ?? 1 };
  }

  #newFinder(): RowFinder {
    return new RowFinder(this.#maildrop.messages, {
      facts: (message) => new RowFacts(message, this.#known),
      threadKeys: (uid) => {
        const ids = this.#headers.column(uid, "ids");
        return ids && threadKeys(ids, this.#headers.column(uid, "subject") ?? "");
      },
    });
  }

  #row({ uid, number, octets }: MaildropMessage): Row {
    const header = this.#headers.get(uid);
    const { ids: _, ...columns } = header ?? NO_HEADER;
    const { seen, starred } = this.#flags.get(uid) ?? NO_FLAGS;
    return {
      uid,
      number,
      octets,
      loaded: header !== undefined,
      ...columns,
      seen,
      starred,
      isNew: this.#new.has(uid),
      marked: this.#isMarked(uid),
    };
  }
}

function keepKnown<Value>(known: Map<string, Value>, before: Maildrop, after: Maildrop): Map<string, Value> {
  const kept = new Map<string, Value>();
  for (const [uid, value] of known) if (isStillHere(uid, before, after)) kept.set(uid, value);
  return kept;
}

function isStillHere(uid: string, before: Maildrop, after: Maildrop): boolean {
  const message = before.find(uid);
  return message !== undefined && after.stillHas(message);
}
