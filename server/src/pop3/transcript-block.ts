import type { Pop3State } from "@popgate/shared/pop3/commands";
import { TranscriptDirection, type TranscriptEvent } from "@popgate/shared/pop3/transcript";

const DIRECTIONS = TranscriptDirection.options;
const STATES: readonly Pop3State[] = ["AUTHORIZATION", "TRANSACTION", "UPDATE", "closed"];

const SECRET = 1;
const FOLDED = 2;
const SECURE = 4;

/** What whoever makes an event says of it. */
export interface TranscriptEntry {
  readonly direction: TranscriptDirection;
  readonly line: string;
  readonly octets: number;
  readonly secret?: boolean;
  readonly folded?: boolean;
  /** Of the commands or replies that it stands for. */
  readonly count?: number;
  readonly verb?: string | undefined;
  readonly causeId?: string | undefined;
}

/** What the log adds; its line is the one that may be shown. */
type Moment = Pick<TranscriptEvent, "connection" | "atMicros" | "line" | "secure" | "state">;

/**
 * Consecutive events of a transcript in columns: a mailbox keeps two thousand, and as objects they took a third of
 * a megabyte of it. What every event has is in arrays of numbers.
 */
export class TranscriptBlock {
  readonly firstSeq: number;
  readonly #atMicros: Float64Array;
  readonly #octets: Float64Array;
  readonly #connections: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #directions: Uint8Array;
  readonly #states: Uint8Array;
  readonly #flags: Uint8Array;
  readonly #lines: string[] = [];
  readonly #verbs: (string | undefined)[] = [];
  readonly #causeIds: (string | undefined)[] = [];

  /** @param firstSeq the number of its first event */
  constructor(firstSeq: number, capacity: number) {
    this.firstSeq = firstSeq;
    this.#atMicros = new Float64Array(capacity);
    this.#octets = new Float64Array(capacity);
    this.#connections = new Uint32Array(capacity);
    this.#counts = new Uint32Array(capacity);
    this.#directions = new Uint8Array(capacity);
    this.#states = new Uint8Array(capacity);
    this.#flags = new Uint8Array(capacity);
  }

  get size(): number {
    return this.#lines.length;
  }

  get isFull(): boolean {
    return this.#lines.length === this.#flags.length;
  }

  append(entry: TranscriptEntry, moment: Moment): void {
    const at = this.#lines.length;
    this.#atMicros[at] = moment.atMicros;
    this.#octets[at] = entry.octets;
    this.#connections[at] = moment.connection;
    this.#counts[at] = entry.count ?? 0;
    this.#directions[at] = DIRECTIONS.indexOf(entry.direction);
    this.#states[at] = STATES.indexOf(moment.state);
    const [secret, folded] = [entry.secret === true ? SECRET : 0, entry.folded === true ? FOLDED : 0];
    this.#flags[at] = secret | folded | (moment.secure ? SECURE : 0);
    this.#lines.push(moment.line);
    this.#verbs.push(entry.verb);
    this.#causeIds.push(entry.causeId);
  }

  /** Its events from this number on. */
  from(seq: number): TranscriptEvent[] {
    const events: TranscriptEvent[] = [];
    for (let at = Math.max(0, seq - this.firstSeq); at < this.size; at += 1) events.push(this.#eventAt(at));
    return events;
  }

  #eventAt(at: number): TranscriptEvent {
    const flags = this.#flags[at] ?? 0;
    const [count = 0, verb, causeId] = [this.#counts[at], this.#verbs[at], this.#causeIds[at]];
    return {
      seq: this.firstSeq + at,
      connection: this.#connections[at] ?? 0,
      atMicros: this.#atMicros[at] ?? 0,
      direction: DIRECTIONS[this.#directions[at] ?? 0] ?? "SERVER",
      line: this.#lines[at] ?? "",
      octets: this.#octets[at] ?? 0,
      secure: (flags & SECURE) !== 0,
      state: STATES[this.#states[at] ?? 0] ?? "closed",
      ...((flags & SECRET) === 0 ? {} : { secret: true }),
      ...((flags & FOLDED) === 0 ? {} : { folded: true }),
      ...(count === 0 ? {} : { count }),
      ...(verb === undefined ? {} : { verb }),
      ...(causeId === undefined ? {} : { causeId }),
    };
  }
}
