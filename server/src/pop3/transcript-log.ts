import type { Pop3State } from "@popgate/shared/pop3/commands";
import type { TranscriptDirection, TranscriptEvent } from "@popgate/shared/pop3/transcript";

/** A student scrolls through a session, not through a sweep of 100,000 headers; a thousand mailboxes keep as many. */
const MAX_EVENTS = 2_000;
/** Dropped a block at a time: shifting one by one would copy the array at every entry. */
const DROPPED_AT_ONCE = 250;

/** A line that a hostile server made long tells nothing more after this many characters. */
const MAX_SHOWN_CHARACTERS = 1_000;

export interface TranscriptEntry {
  readonly direction: TranscriptDirection;
  readonly line: string;
  readonly octets: number;
  readonly secret?: boolean;
  readonly folded?: boolean;
  readonly verb?: string | undefined;
  readonly causeId?: string | undefined;
}

/**
 * The append-only log of one mailbox, over all its connections. Entries are masked by whoever makes
 * them and escaped here; nothing else ever sees what was on the wire.
 */
export class TranscriptLog {
  readonly #events: TranscriptEvent[] = [];
  readonly #listeners = new Set<(event: TranscriptEvent) => void>();
  #seq = 0;
  #connection = 0;
  #state: Pop3State = "closed";
  #secure = false;

  get state(): Pop3State {
    return this.#state;
  }

  /** The oldest event still kept. */
  get firstSeq(): number {
    return this.#events[0]?.seq ?? this.#seq + 1;
  }

  beginConnection(): void {
    this.#connection += 1;
    this.#state = "AUTHORIZATION";
    this.#secure = false;
  }

  /** From now on the session is in this state: the next entries carry it. */
  enter(state: Pop3State): void {
    this.#state = state;
  }

  becomeSecure(): void {
    this.#secure = true;
  }

  append(entry: TranscriptEntry): void {
    this.#seq += 1;
    const event: TranscriptEvent = {
      seq: this.#seq,
      connection: this.#connection,
      atMicros: Math.round((performance.timeOrigin + performance.now()) * 1000),
      direction: entry.direction,
      line: escapeControls(entry.line),
      octets: entry.octets,
      secure: this.#secure,
      state: this.#state,
    };
    if (entry.secret === true) event.secret = true;
    if (entry.folded === true) event.folded = true;
    if (entry.verb !== undefined) event.verb = entry.verb;
    if (entry.causeId !== undefined) event.causeId = entry.causeId;
    this.#events.push(event);
    if (this.#events.length >= MAX_EVENTS + DROPPED_AT_ONCE) this.#events.splice(0, DROPPED_AT_ONCE);
    for (const listener of this.#listeners) listener(event);
  }

  /** Events with a higher number than `seq`, oldest first. */
  after(seq: number): TranscriptEvent[] {
    const skip = Math.max(0, seq + 1 - this.firstSeq);
    return this.#events.slice(skip).slice(-MAX_EVENTS);
  }

  /** @returns what ends the subscription */
  subscribe(listener: (event: TranscriptEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
