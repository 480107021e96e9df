import type { BodySearch, BodySearchHit } from "@popgate/shared/api/body-search";
import type { MaildropMessage } from "../../maildrop/maildrop.ts";
import { MemoryMessage } from "../../messages/store/memory-message.ts";
import type { StoredMessage } from "../../messages/store/message-cache.ts";
import type { MessageSearcher } from "../../messages/thread/message-searcher.ts";
import type { BackgroundCommand, CommandSource, Reply } from "../../pop3/engine/exchange.ts";
import { encodeCommand } from "../../pop3/wire/command-encoder.ts";
import { BoundedSink } from "../actions/bounded-sink.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import { BEGINNING_LINES, roomFor, searchStep, type SearchFacts, type SearchStep } from "./search-plan.ts";
import { SearchQueue, type SearchOutcome } from "./search-queue.ts";

/** More than a person looks through; each costs some 200 octets here and in every page. */
const MAX_HITS = 1_000;
/** A message on which the connection was lost is asked for once more, and then left. */
const MAX_ATTEMPTS = 2;
/**
 * Of messages asked for and not looked through yet; no other is asked for while there are more. Two of the
 * largest that are fetched whole: one is looked through while the next one arrives.
 */
const MAX_HELD_OCTETS = 2 * 1024 * 1024;
/**
 * So that a distant server has always something to send. The engine's window may admit two thousand: too many
 * to be given back when somebody clicks, and each may send as much as it has room for.
 */
const MAX_OUTSTANDING = 16;

export interface BodySearchJobOptions {
  readonly id: string;
  readonly q: string;
  /** In the order in which they are looked through. */
  readonly uids: readonly string[];
  readonly totalOctets: number;
  readonly mailbox: Pick<MailboxState, "maildrop" | "connection">;
  readonly searcher: MessageSearcher;
  readonly cached: (uid: string) => StoredMessage | undefined;
  readonly facts: SearchFacts;
  readonly changed: () => void;
  /** There is something to fetch, or room for it, again. */
  readonly hasMore: () => void;
}

/**
 * One search in bodies. Feeds the engine's background lane, so it asks only while no person waits, and
 * goes on over any number of connections. Reads, and does nothing else: no mark, no RSET, no QUIT.
 */
export class BodySearchJob implements CommandSource {
  readonly #options: BodySearchJobOptions;
  readonly #queue: SearchQueue;
  readonly #giveUp = new AbortController();
  readonly #hits: BodySearchHit[] = [];
  /** In the cache, to be looked through first. */
  readonly #held: Set<string>;
  /** To be fetched, the next one last. */
  readonly #waiting: string[];
  /** By those on which a connection was lost. */
  readonly #attempts = new Map<string, number>();
  #outstanding = 0;
  #outstandingOctets = 0;
  #hasNoRoom = false;
  #end: "done" | "cancelled" | undefined;
  #done = 0;
  #left = 0;
  #octets = 0;
  #told = 0;

  constructor(options: BodySearchJobOptions) {
    this.#options = options;
    const { q, searcher, uids, facts } = options;
    this.#queue = new SearchQueue({
      q,
      searcher,
      signal: this.#giveUp.signal,
      looked: (uid, outcome) => this.#ended(uid, outcome),
    });
    this.#held = new Set(uids.filter((uid) => facts.isCached(uid)));
    this.#waiting = uids.filter((uid) => !this.#held.has(uid)).toReversed();
  }

  get id(): string {
    return this.#options.id;
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  view(hits: readonly BodySearchHit[] = this.#hits): BodySearch {
    const { id, q, uids, totalOctets, mailbox } = this.#options;
    const isLive = mailbox.connection.kind === "transaction";
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
  readCached(): void {
    for (const uid of this.#held) {
      this.#queue.add({ uid, open: () => this.#options.cached(uid), heldOctets: 0, isCut: false });
    }
    this.#endIfDone();
  }

  next(): BackgroundCommand | undefined {
    while (this.#end === undefined) {
      this.#hasNoRoom =
        this.#outstanding >= MAX_OUTSTANDING ||
        this.#queue.heldOctets + this.#outstandingOctets >= MAX_HELD_OCTETS;
      if (this.#hasNoRoom) return undefined;
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

  #commandFor(uid: string): BackgroundCommand | undefined {
    const { mailbox, facts } = this.#options;
    const message = mailbox.maildrop.find(uid);
    const step: SearchStep =
      message === undefined ? { kind: "left" } : searchStep(message, { ...facts, isCached: () => false });
    if (message === undefined || step.kind === "left" || step.kind === "cached") {
      this.#leave();
      return undefined;
    }
    return this.#command(message, step);
  }

  #command(
    { uid, number }: MaildropMessage,
    step: Extract<SearchStep, { octets: number }>,
  ): BackgroundCommand {
    const { kind, octets } = step;
    const room = roomFor(step);
    this.#outstanding += 1;
    this.#outstandingOctets += room;
    const sink = new BoundedSink(room, (received) => {
      this.#octets += received;
      this.#options.changed();
    });
    return {
      command:
        kind === "whole" ? encodeCommand("RETR", [number]) : encodeCommand("TOP", [number, BEGINNING_LINES]),
      options: { sink, causeId: "body-search", ...(octets === 0 ? {} : { expectedOctets: octets }) },
      done: (reply) => {
        this.#arrived(room);
        this.#answered(uid, reply, sink);
      },
      failed: () => {
        this.#arrived(room);
        this.#lost(uid);
      },
    };
  }

  #arrived(room: number): void {
    this.#outstanding -= 1;
    this.#outstandingOctets -= room;
  }

  #answered(uid: string, reply: Reply, sink: BoundedSink): void {
    if (this.#end !== undefined) return;
    // -ERR: gone in mid-session, marked while it waited its turn, or a passing trouble.
    if (reply.status !== "ok") return this.#leave();
    const message = new MemoryMessage(sink.take());
    this.#queue.add({ uid, open: () => message, heldOctets: message.octets, isCut: sink.isCut });
  }

  #lost(uid: string): void {
    if (this.#end !== undefined) return;
    const attempts = (this.#attempts.get(uid) ?? 0) + 1;
    this.#attempts.set(uid, attempts);
    if (attempts < MAX_ATTEMPTS) this.#waiting.push(uid);
    else this.#leave();
  }

  #ended(uid: string, outcome: SearchOutcome): void {
    if (outcome.kind === "found") this.#hits.push({ uid, snippet: outcome.snippet });
    if (outcome.kind === "unreadable" && this.#held.delete(uid)) {
      // Whatever is the matter with our copy, the server has the message.
      this.#waiting.push(uid);
      return this.#options.hasMore();
    }
    if (outcome.kind === "found" || outcome.kind === "missed") this.#looked();
    else this.#leave();
    if (this.#hasNoRoom && this.#end === undefined) this.#options.hasMore();
  }

  /** It could not be looked through. */
  #leave(): void {
    this.#left += 1;
    this.#looked();
  }

  #looked(): void {
    this.#done += 1;
    if (this.#hits.length >= MAX_HITS) return this.#finish("done");
    this.#options.changed();
    return this.#endIfDone();
  }

  #endIfDone(): void {
    if (this.#end !== undefined || !this.#queue.isIdle || this.#outstanding > 0) return;
    if (this.#waiting.length === 0) this.#finish("done");
  }

  #finish(end: "done" | "cancelled"): void {
    this.#end = end;
    this.#giveUp.abort();
    this.#waiting.length = 0;
    this.#options.changed();
  }
}
