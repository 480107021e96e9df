import type { Pop3State } from "@popgate/shared/pop3/commands";
import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import { TranscriptBlock, type TranscriptEntry } from "./transcript-block.ts";

/** A student scrolls through a session, not through a sweep of 100,000 headers; a thousand mailboxes keep as many. */
const MAX_EVENTS = 2_000;
/** Kept and dropped so many at a time. */
const BLOCK_EVENTS = 250;

/** Commands that nobody waits for, and their replies, are told so many at a time. */
const FOLDED_TOGETHER = 100;

/** A line that a hostile server made long tells nothing more after this many characters. */
const MAX_SHOWN_CHARACTERS = 1_000;

/** A command that is not told by itself, or a reply to one. */
export interface FoldedEntry {
  readonly direction: "C" | "S";
  readonly octets: number;
  readonly verb: string | undefined;
  readonly causeId: string | undefined;
}

/**
 * The append-only log of one mailbox, over all its connections. Entries are masked by whoever makes
 * them and escaped here; nothing else ever sees what was on the wire.
 */
export class TranscriptLog {
  /** Oldest first; only the last is not full. */
  readonly #blocks: TranscriptBlock[] = [];
  readonly #listeners = new Set<() => void>();
  /** Not told yet; of one verb and cause each. */
  #folded: Partial<Record<"C" | "S", Omit<FoldedEntry, "octets"> & { octets: number; count: number }>> = {};
  #seq = 0;
  #connection = 0;
  #state: Pop3State = "closed";
  #secure = false;

  get state(): Pop3State {
    return this.#state;
  }

  /** The newest event; 0 if there was none. */
  get lastSeq(): number {
    return this.#seq;
  }

  /** The oldest event still kept. */
  get firstSeq(): number {
    return this.#blocks[0]?.firstSeq ?? this.#seq + 1;
  }

  beginConnection(): void {
    this.tellFolded();
    this.#connection += 1;
    this.#state = "AUTHORIZATION";
    this.#secure = false;
  }

  /** From now on the session is in this state: the next entries carry it. */
  enter(state: Pop3State): void {
    this.tellFolded();
    this.#state = state;
  }

  becomeSecure(): void {
    this.tellFolded();
    this.#secure = true;
  }

  append(entry: TranscriptEntry): void {
    this.tellFolded();
    this.#append(entry);
  }

  /** One of many that nobody waits for: told with others like it, before whatever comes next. */
  fold(entry: FoldedEntry): void {
    const held = this.#folded[entry.direction];
    if (held === undefined) {
      this.#folded[entry.direction] = { ...entry, count: 1 };
      return;
    }
    if (held.verb !== entry.verb || held.causeId !== entry.causeId) {
      this.tellFolded();
      return this.fold(entry);
    }
    held.octets += entry.octets;
    held.count += 1;
    if (held.count === FOLDED_TOGETHER) this.tellFolded();
  }

  /** Tells what is folded up to now: nothing like it follows for the present. */
  tellFolded(): void {
    const { C, S } = this.#folded;
    this.#folded = {};
    for (const entry of [C, S]) {
      if (entry !== undefined) this.#append({ ...entry, line: "", folded: true });
    }
  }

  #append(entry: TranscriptEntry): void {
    this.#seq += 1;
    this.#lastBlock().append(entry, {
      connection: this.#connection,
      atMicros: Math.round((performance.timeOrigin + performance.now()) * 1000),
      line: escapeControls(entry.line),
      secure: this.#secure,
      state: this.#state,
    });
    for (const listener of this.#listeners) listener();
  }

  /** Events with a higher number than `seq`, oldest first; the last `limit` of them. */
  after(seq: number, limit = MAX_EVENTS): TranscriptEvent[] {
    const from = Math.max(seq + 1, this.#seq + 1 - limit);
    return this.#blocks.flatMap((block) => (block.firstSeq + block.size <= from ? [] : block.from(from)));
  }

  /** @param listener is called after each event @returns what ends the subscription */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #lastBlock(): TranscriptBlock {
    const last = this.#blocks.at(-1);
    if (last?.isFull === false) return last;
    const next = new TranscriptBlock(this.#seq, BLOCK_EVENTS);
    this.#blocks.push(next);
    if (this.#blocks.length * BLOCK_EVENTS > MAX_EVENTS + BLOCK_EVENTS) this.#blocks.shift();
    return next;
  }
}

/** A server's text as it may be shown: an ANSI sequence in a greeting must stay text. */
export function escapeControls(text: string): string {
  // Most lines: a sweep of 10,000 headers makes 40,000 of them.
  if (text.length <= MAX_SHOWN_CHARACTERS && /^[\x20-\x7e]*$/.test(text)) return text;
  const shown = text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
  // Bidirectional controls and line separators too: they would reorder or split what a person reads.
  return shown.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
