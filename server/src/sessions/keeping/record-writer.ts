import type { MarkSet } from "../../maildrop/marks.ts";
import { StoreError } from "../../store/store-error.ts";
import { CoalescedWork } from "../work/queues.ts";
import { SessionError } from "../work/session-error.ts";
import { within } from "../work/within.ts";
import type { MailboxRecord, PendingCommit } from "./mailbox-record.ts";
import type { MailboxRecords } from "./mailbox-records.ts";
import { LaterVersionError, lighterForms, readRecord, writeRecord } from "./record-form.ts";

/** What the record is of. */
export interface Recorded {
  readonly marks: Pick<MarkSet, "revision" | "since">;
  readonly pending: PendingCommit | undefined;
  /** As it is now. */
  record(): MailboxRecord;
  /** What another gateway left takes the place of what was known here. */
  adoptRecord(record: MailboxRecord): void;
}

export interface RecordWriterOptions {
  readonly ownerId: string;
  readonly mailboxId: string;
  readonly mailbox: Recorded;
  readonly records: MailboxRecords;
  readonly secret: () => string;
  /** Whether its lease is in hand, and what was kept is known here: then nobody else has written since. */
  readonly isHeld: () => boolean;
  /** Of what an earlier process or another gateway kept; undefined for a mailbox that is new. */
  readonly generation?: number | undefined;
  readonly onError: (message: string, error: unknown) => void;
}

const FIRST_GENERATION = 1;
/** A store that does not answer must not hold up what the person does. */
const KEEP_DEADLINE_MS = 5_000;

/**
 * Writes the record of one mailbox whenever it has changed. Each gateway that gets the lease claims it, and
 * reads it anew: from then on nothing that another one still writes changes it.
 */
export class RecordWriter {
  readonly #options: RecordWriterOptions;
  readonly #writes = new CoalescedWork(() => this.#write());
  /** What was there at the last try to write it. */
  #tried: { readonly revision: number; readonly pending: PendingCommit | undefined };
  /** Nothing is kept of a sign-in that has not succeeded, nor of a mailbox that is gone. */
  #isKept: boolean;
  /** What is kept was written here, or read under the lease. */
  #isOurs: boolean;
  #generation: number;
  /** The latest waits for the browser: nothing can be sealed while it is not here. */
  #isUnwritten = false;
  /** The latest was refused, and waits for a claim. */
  #isRefused = false;

  constructor(options: RecordWriterOptions) {
    const { generation } = options;
    this.#options = options;
    this.#isKept = generation !== undefined;
    this.#isOurs = generation === undefined;
    this.#generation = generation ?? FIRST_GENERATION;
    this.#tried = this.#present();
  }

  /** The sign-in has succeeded: from now on the mailbox is kept. */
  async begin(): Promise<void> {
    this.#isKept = true;
    await this.#try();
  }

  /** Writes what has changed since the last time. Ends when that is done, or cannot be, which is in the log then. */
  async keep(): Promise<void> {
    const { marks, pending } = this.#options.mailbox;
    const { added, removed } = marks.since(this.#tried.revision);
    const isSame = removed !== "all" && added.length + removed.length === 0;
    if (isSame && pending === this.#tried.pending) return;
    await within(KEEP_DEADLINE_MS, this.#try());
  }

  /** The same once more, with another password. */
  async keepAgain(): Promise<void> {
    await this.#try();
  }

  /** Its browser is here: what could not be sealed before can be now. */
  browserArrived(): void {
    if (this.#isUnwritten) void this.#try();
  }

  /**
   * To be called with the lease in hand, newly obtained. What another gateway, or this one before, left of
   * the mailbox takes the place of what is known here.
   *
   * @returns false where it cannot be read here: it is to be tried again before the next login
   * @throws SessionError `store-unreachable` where other gateways may have written it meanwhile
   */
  async claim(): Promise<boolean> {
    const { records, mailbox, ownerId, mailboxId, onError } = this.#options;
    if (!this.#isKept) return true;
    try {
      const kept = await records.claim(ownerId, mailboxId);
      if (kept === undefined) return true;
      const isKnown = this.#isOurs && kept.generation === this.#generation + 1;
      this.#generation = kept.generation;
      this.#isOurs = true;
      const wasRefused = this.#isRefused;
      this.#isRefused = false;
      if (isKnown) {
        // While this claim was under way, and by nobody else's.
        if (wasRefused) void this.#try();
        return true;
      }
      mailbox.adoptRecord(readRecord(kept.octets).record);
      this.#tried = this.#present();
      this.#isUnwritten = false;
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.code === "unavailable") {
        const why = "the store cannot be asked what another gateway did with the mailbox";
        throw new SessionError("store-unreachable", why, undefined, error);
      }
      // Those who read it go on with it; what is done here is not kept beside it.
      if (error instanceof LaterVersionError) this.#isKept = false;
      onError("the latest record of a mailbox could not be read", error);
      return false;
    }
  }

  /** Ends when nothing is being written any more. */
  settled(): Promise<void> {
    return this.#writes.settled();
  }

  /** Nothing more is written. */
  end(): void {
    this.#isKept = false;
  }

  /** A failure breaks no action: what is not kept is lost at a restart, and never a message. */
  async #try(): Promise<void> {
    this.#tried = this.#present();
    if (!this.#isKept) return;
    try {
      await this.#writes.run();
    } catch (error) {
      const code = codeOf(error);
      if (code === "overtaken") this.#isRefused = true;
      if (code === "no-session") this.#isUnwritten = true;
      else this.#options.onError("a mailbox could not be kept", error);
    }
  }

  async #write(): Promise<void> {
    if (!this.#isKept) return;
    try {
      await this.#writeWhole();
    } catch (error) {
      if (codeOf(error) !== "overtaken" || !this.#options.isHeld()) throw error;
      // Nobody else may claim it now: it was a claim of ours, whose answer was lost.
      await this.#count();
      await this.#writeWhole();
    }
    this.#isUnwritten = false;
    this.#isRefused = false;
  }

  async #count(): Promise<void> {
    const { records, ownerId, mailboxId } = this.#options;
    const kept = await records.claim(ownerId, mailboxId);
    this.#generation = kept?.generation ?? FIRST_GENERATION;
  }

  /** With as many marks as there is room for. */
  async #writeWhole(): Promise<void> {
    const { mailbox, records, ownerId, mailboxId, secret, onError } = this.#options;
    const whole = { password: secret(), record: mailbox.record() };
    const forms = [whole, ...lighterForms(whole)];
    for (const [index, form] of forms.entries()) {
      try {
        const octets = await writeRecord(form);
        await records.keep(ownerId, { mailboxId, octets, generation: this.#generation });
        break;
      } catch (error) {
        if (codeOf(error) !== "limit" || index === forms.length - 1) throw error;
        onError("a mailbox has too many marks to be kept: kept with fewer", error);
      }
    }
  }

  #present() {
    const { marks, pending } = this.#options.mailbox;
    return { revision: marks.revision, pending };
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
