import type { SessionConnection } from "./session-connection.ts";
import type { KeepRecord, PendingCommit } from "../keeping/mailbox-record.ts";
import { within } from "../work/within.ts";

/** A store that does not answer must not hold up what the person does. */
const KEEP_DEADLINE_MS = 5_000;

/** Hands on what must outlive this process, whenever it has changed. */
export class RecordKeeper {
  readonly #connection: SessionConnection;
  readonly #keep: KeepRecord | undefined;
  #marks: ReadonlySet<string>;
  #pending: PendingCommit | undefined;

  constructor(connection: SessionConnection, keep: KeepRecord | undefined) {
    this.#connection = connection;
    this.#keep = keep;
    this.#marks = connection.marks.wanted;
    this.#pending = connection.memory.pending;
  }

  /** Ends when it is kept, or cannot be: the keeper itself says so then. */
  async keep(): Promise<void> {
    const { wanted } = this.#connection.marks;
    const { pending } = this.#connection.memory;
    const isKept = pending === this.#pending && isSame(wanted, this.#marks);
    this.#marks = wanted;
    this.#pending = pending;
    if (isKept || this.#keep === undefined) return;
    // Rejected, it has been logged where it failed; the action goes on, as it would without a store.
    await within(KEEP_DEADLINE_MS, this.#keep(this.#connection.record())).catch(() => {});
  }
}

function isSame(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  if (left === right) return true;
  return left.size === right.size && [...left].every((uid) => right.has(uid));
}
