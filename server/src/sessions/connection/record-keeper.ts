import type { SessionConnection } from "./session-connection.ts";
import type { KeepRecord, PendingCommit } from "../keeping/mailbox-record.ts";
import { within } from "../work/within.ts";

/** A store that does not answer must not hold up what the person does. */
const KEEP_DEADLINE_MS = 5_000;

/** Hands on what must outlive this process, whenever it has changed. */
export class RecordKeeper {
  readonly #connection: SessionConnection;
  readonly #keep: KeepRecord | undefined;
  /** Of the marks that are kept. */
  #revision: number;
  #pending: PendingCommit | undefined;

  constructor(connection: SessionConnection, keep: KeepRecord | undefined) {
    this.#connection = connection;
    this.#keep = keep;
    this.#revision = connection.marks.revision;
    this.#pending = connection.memory.pending;
  }

  /** Ends when it is kept, or cannot be: the keeper itself says so then. */
  async keep(): Promise<void> {
    const { marks } = this.#connection;
    const { pending } = this.#connection.memory;
    const { added, removed } = marks.since(this.#revision);
    const isSame = removed !== "all" && added.length + removed.length === 0;
    const isKept = isSame && pending === this.#pending;
    this.#revision = marks.revision;
    this.#pending = pending;
    if (isKept || this.#keep === undefined) return;
    // Rejected, it has been logged where it failed; the action goes on, as it would without a store.
    await within(KEEP_DEADLINE_MS, this.#keep(this.#connection.record())).catch(() => {});
  }
}
