import { setImmediate as turn } from "node:timers/promises";
import type { BodySearch, BodySearchHit } from "@popgate/shared/api/body-search";
import type { MaildropMessage } from "../../maildrop/maildrop.ts";
import type { StoredMessage } from "../../messages/message-cache.ts";
import { WordSearch } from "../../messages/search/word-search.ts";
import type { BackgroundCommand, CommandSource, Reply } from "../../pop3/engine/exchange.ts";
import { encodeCommand } from "../../pop3/wire/command-encoder.ts";
import type { SessionConnection } from "../connection/session-connection.ts";
import { BEGINNING_LINES, searchStep, type SearchFacts, type SearchStep } from "./search-plan.ts";
import { SearchSink } from "./search-sink.ts";

/** More than a person looks through; each costs some 200 octets here and in every page. */
const MAX_HITS = 1_000;
/** A message on which the connection was lost is asked for once more, and then left. */
const MAX_ATTEMPTS = 2;

export interface BodySearchJobOptions {
  readonly id: string;
  readonly q: string;
  /** In the order in which they are looked through. */
  readonly uids: readonly string[];
  readonly totalOctets: number;
  readonly connection: SessionConnection;
  readonly cached: (uid: string) => StoredMessage | undefined;
  readonly facts: SearchFacts;
  readonly changed: () => void;
  /** There is something to fetch again. */
  readonly hasMore: () => void;
}

/**
 * One search in bodies. Feeds the engine's background lane, so it asks only while no person waits, and
 * goes on over any number of connections. Reads, and does nothing else: no mark, no RSET, no QUIT.
 */
export class BodySearchJob implements CommandSource {
  readonly #options: BodySearchJobOptions;
  readonly #search: WordSearch;
  readonly #hits: BodySearchHit[] = [];
  readonly #held: readonly string[];
  /** To be fetched, the next one last. */
  readonly #waiting: string[];
  /** By those on which a connection was lost. */
  readonly #attempts = new Map<string, number>();
  #outstanding = 0;
  #isReadingCache = true;
  #end: "done" | "cancelled" | undefined;
  #done = 0;
  #left = 0;
  #octets = 0;
  #told = 0;

  constructor(options: BodySearchJobOptions) {
    this.#options = options;
    this.#search = new WordSearch(options.q);
    this.#held = options.uids.filter((uid) => options.facts.isCached(uid));
    const held = new Set(this.#held);
    this.#waiting = options.uids.filter((uid) => !held.has(uid)).toReversed();
  }

  get id(): string {
    return this.#options.id;
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  view(hits: readonly BodySearchHit[] = this.#hits): BodySearch {
    const { id, q, uids, totalOctets, connection } = this.#options;
    const isLive = connection.state.kind === "transaction";
    return {
      id,
      q,
      state: this.#end ?? (isLive ? "running" : "waiting"),
      done: this.#done,
      total: uids.length,
      octets: this.#octets,
      totalOctets,
      hits: [...hits],
      found: this.#hits.length,
      left: this.#left,
      isFull: this.#hits.length >= MAX_HITS,
    };
  }

  /** The same with those hits alone that were not told yet. */
  news(): BodySearch {
    const fresh = this.#hits.slice(this.#told);
    this.#told = this.#hits.length;
    return this.view(fresh);
  }

  /** Looks through what the gateway holds already; the background lane does the rest. */
  async readCached(): Promise<void> {
    for (const uid of this.#held) {
      if (this.hasEnded) return;
      const raw = this.#options.cached(uid);
      if (raw === undefined) this.#fetchLater(uid);
      else await this.#readHeld(uid, raw);
      await turn();
    }
    this.#isReadingCache = false;
    this.#endIfDone();
  }

  next(): BackgroundCommand | undefined {
    while (this.#end === undefined) {
      const uid = this.#waiting.pop();
      if (uid === undefined) break;
      const command = this.#commandFor(uid);
      if (command !== undefined) return command;
    }
    this.#endIfDone();
    return undefined;
  }

  cancel(): void {
    if (this.#end === undefined) this.#finish("cancelled");
  }

  async #readHeld(uid: string, raw: StoredMessage): Promise<void> {
    const sink = new SearchSink(() => {});
    try {
      for await (const chunk of raw.read()) sink.write(chunk);
    } catch {
      // Whatever is the matter with our copy, the server has the message.
      return this.#fetchLater(uid);
    }
    this.#looked(uid, sink.words());
  }

  #fetchLater(uid: string): void {
    this.#waiting.push(uid);
    this.#options.hasMore();
  }

  #commandFor(uid: string): BackgroundCommand | undefined {
    const { connection, facts } = this.#options;
    const message = connection.maildrop.find(uid);
    const step: SearchStep =
      message === undefined ? { kind: "left" } : searchStep(message, { ...facts, isCached: () => false });
    if (message === undefined || step.kind === "left" || step.kind === "cached") {
      this.#looked(uid, undefined);
      return undefined;
    }
    this.#outstanding += 1;
    return this.#command(message, step);
  }

  #command(
    { uid, number }: MaildropMessage,
    { kind, octets }: Extract<SearchStep, { octets: number }>,
  ): BackgroundCommand {
    const sink = new SearchSink((received) => {
      this.#octets += received;
      this.#options.changed();
    });
    return {
      command:
        kind === "whole" ? encodeCommand("RETR", [number]) : encodeCommand("TOP", [number, BEGINNING_LINES]),
      options: { sink, causeId: "body-search", ...(octets === 0 ? {} : { expectedOctets: octets }) },
      done: (reply) => this.#answered(uid, reply, sink),
      failed: () => this.#lost(uid),
    };
  }

  #answered(uid: string, reply: Reply, sink: SearchSink): void {
    this.#outstanding -= 1;
    // -ERR: gone in mid-session, marked while it waited its turn, or a passing trouble.
    if (this.#end === undefined) this.#looked(uid, reply.status === "ok" ? sink.words() : undefined);
  }

  #lost(uid: string): void {
    this.#outstanding -= 1;
    if (this.#end !== undefined) return;
    const attempts = (this.#attempts.get(uid) ?? 0) + 1;
    this.#attempts.set(uid, attempts);
    if (attempts < MAX_ATTEMPTS) this.#waiting.push(uid);
    else this.#looked(uid, undefined);
  }

  /** @param words undefined where it could not be looked through */
  #looked(uid: string, words: string | undefined): void {
    this.#done += 1;
    if (words === undefined) this.#left += 1;
    const snippet = words === undefined ? undefined : this.#search.find(words);
    if (snippet !== undefined) this.#hits.push({ uid, snippet });
    if (this.#hits.length >= MAX_HITS) return this.#finish("done");
    this.#options.changed();
    this.#endIfDone();
    return undefined;
  }

  #endIfDone(): void {
    if (this.#end !== undefined || this.#isReadingCache || this.#outstanding > 0) return;
    if (this.#waiting.length === 0) this.#finish("done");
  }

  #finish(end: "done" | "cancelled"): void {
    this.#end = end;
    this.#waiting.length = 0;
    this.#options.changed();
  }
}
