import { setImmediate as turn } from "node:timers/promises";
import type { MessagePatch } from "@popgate/shared/api/message";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import { hashKey, hashSet, PIECE_HASHES } from "../../store/packed-uid-hashes.ts";
import {
  UID_HASH_OCTETS,
  type FlagChange,
  type PackedUidHashes,
  type ReadStateStore,
} from "../../store/read-state-store.ts";
import type { Recalled, Rows } from "./rows.ts";

export interface ReadStateOptions {
  readonly store: ReadStateStore;
  /** The account's keyed hash. */
  readonly account: string;
  /** The keyed hash of a unique-id of this account. */
  readonly hashOf: (uid: string) => Buffer;
  /** What nobody is there to be told. */
  readonly onError: (error: unknown) => void;
}

/** Somebody who reads quickly is written once a second or so, not at each click. */
const WRITE_AFTER_MS = 500;
/** "All read" in a large mailbox is written in pieces. */
const MAX_PENDING = PIECE_HASHES;

/**
 * What is remembered of an account's messages from one visit to the next. Loaded when the maildrop was
 * read, written as it changes. While the mailbox is let go another gateway may change it, so it is
 * loaded again when it comes back.
 */
export class ReadState {
  readonly #options: ReadStateOptions;
  readonly #rows: Rows;
  readonly #pending = new Map<string, Omit<FlagChange, "uidHash">>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  /** The last reading, while nobody else can have changed what is remembered; undefined otherwise. */
  #current: Maildrop | undefined;
  /** Of the last reading that was hashed: each costs microseconds, and loading, writing and leaving want the same. */
  #hashed: { readonly maildrop: Maildrop; readonly hashes: PackedUidHashes } | undefined;
  /** Before the first visit has ended nothing is new. */
  #hasBefore = false;

  constructor(options: ReadStateOptions, rows: Rows) {
    this.#options = options;
    this.#rows = rows;
  }

  /** The rows know what is remembered when this ends; without a store they know what they knew. */
  async maildropRead(_before: Maildrop, maildrop: Maildrop): Promise<void> {
    const before = this.#current;
    try {
      if (before === undefined) await this.#load(maildrop);
      else this.#compare(before, maildrop);
    } catch (error) {
      this.#options.onError(error);
    }
    this.#current = maildrop;
  }

  /** Written in a moment, together with what follows soon. */
  change(uid: string, { seen, starred }: MessagePatch): void {
    const before = this.#pending.get(uid);
    this.#pending.set(uid, { seen: seen ?? before?.seen, starred: starred ?? before?.starred });
    if (this.#pending.size >= MAX_PENDING) this.#flush();
    this.#timer ??= setTimeout(() => this.#flush(), WRITE_AFTER_MS).unref();
  }

  /** The mailbox is let go: what it holds now is known at the next visit, here or elsewhere. Ends when all is written. */
  async lettingGo(): Promise<void> {
    this.#flush();
    const maildrop = this.#current;
    this.#current = undefined;
    if (maildrop !== undefined) {
      this.#write(async ({ store, account }) => store.setKnown(account, await this.#hashesOf(maildrop)));
    }
    await this.#writing;
  }

  async #load(maildrop: Maildrop): Promise<void> {
    const { store, account } = this.#options;
    // What was changed while it was let go is part of what is loaded.
    this.#flush();
    await this.#writing;
    const state = await store.load(account);
    const seen = await hashSet(state.seen);
    const starred = await hashSet(state.starred);
    const known = state.known === undefined ? undefined : await hashSet(state.known);
    const recalled: Recalled = { flags: new Map(), isNew: new Set() };
    let found = 0;
    const hashes = await this.#hashesOf(maildrop);
    // At the first visit there is nothing to compare with.
    if (seen.size + starred.size > 0 || known !== undefined) {
      await eachLasting(maildrop, (uid, nth) => {
        const key = hashKey(hashes.subarray(nth * UID_HASH_OCTETS, (nth + 1) * UID_HASH_OCTETS));
        const flags = { seen: seen.has(key), starred: starred.has(key) };
        if (flags.seen || flags.starred) recalled.flags.set(uid, flags);
        if (known?.has(key) === false) recalled.isNew.add(uid);
        found += Number(flags.seen) + Number(flags.starred);
      });
    }
    this.#hasBefore = known !== undefined;
    this.#rows.recall(recalled);
    if (known === undefined) this.#write(() => store.setKnown(account, hashes));
    // Some left the maildrop since.
    if (found < seen.size + starred.size) this.#write(() => store.prune(account, hashes));
  }

  /** Another reading of the same visit: what came is new, and stays so with what was. */
  #compare(before: Maildrop, after: Maildrop): void {
    if (this.#hasBefore) {
      const arrived = after.messages.filter((each) => isLasting(each) && !before.has(each.uid));
      this.#rows.arrived(arrived.map(({ uid }) => uid));
    }
    for (const message of before.messages) {
      // A unique-id that came back with another message: nobody has seen that one.
      const isAnother = after.has(message.uid) && !after.stillHas(message);
      if (isAnother && isLasting(message)) this.change(message.uid, { seen: false, starred: false });
    }
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    const changes: FlagChange[] = [...this.#pending].map(([uid, patch]) => ({
      uidHash: this.#options.hashOf(uid),
      ...patch,
    }));
    this.#pending.clear();
    this.#write(({ store, account }) => store.change(account, changes));
  }

  #write(work: (options: ReadStateOptions) => Promise<void>): void {
    this.#writing = this.#writing.then(() => work(this.#options)).catch(this.#options.onError);
  }

  /** Those of the messages that are lasting, in their order. */
  async #hashesOf(maildrop: Maildrop): Promise<PackedUidHashes> {
    if (this.#hashed?.maildrop === maildrop) return this.#hashed.hashes;
    const each: Buffer[] = [];
    await eachLasting(maildrop, (uid) => each.push(this.#options.hashOf(uid)));
    const hashes = Buffer.concat(each);
    this.#hashed = { maildrop, hashes };
    return hashes;
  }
}

/** With a turn of the event loop between two pieces: a hundred thousand hashes take a third of a second. */
async function eachLasting(maildrop: Maildrop, visit: (uid: string, nth: number) => void): Promise<void> {
  let nth = 0;
  for (const message of maildrop.messages) {
    if (!isLasting(message)) continue;
    if (nth % PIECE_HASHES === PIECE_HASHES - 1) await turn();
    visit(message.uid, nth);
    nth += 1;
  }
}

/** One that is known by its place, or among twins, may be another at the next visit. */
function isLasting({ sharedBy }: MaildropMessage): boolean {
  return sharedBy === 1;
}
