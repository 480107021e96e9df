import { StoreError } from "../../store/store-error.ts";
import { CoalescedWork } from "../work/queues.ts";
import { SessionError } from "../work/session-error.ts";
import { within } from "../work/within.ts";
import type { MailboxRecord, PendingCommit, RecordChange } from "./mailbox-record.ts";
import type { MailboxRecords } from "./mailbox-records.ts";
import { LaterVersionError, lighterForms, readRecord, writeChange, writeRecord } from "./record-form.ts";

/** What the record is of. */
export interface Recorded {
  readonly marks: { readonly revision: number };
  readonly pending: PendingCommit | undefined;
  /** As it is now. */
  record(): MailboxRecord;
  /** What is other than at this revision; undefined where that is not known, or would be longer than the whole. */
  changeSince(revision: number): RecordChange | undefined;
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

/** The record as it was last written whole, and what was added since. */
interface Written {
  /** What names it, for the changes that follow. */
  readonly follows: string;
  readonly octets: number;
  changes: number;
  changesOctets: number;
  /** Of the marks. */
  revision: number;
  readonly pending: PendingCommit | undefined;
}

const FIRST_GENERATION = 1;
/** Changes together may be as long as the whole, or this: so the whole is written anew once in as many octets. */
const MIN_CHANGES_OCTETS = 64 * 1024;
/** A store that does not answer must not hold up what the person does. */
const KEEP_DEADLINE_MS = 5_000;

/**
 * Writes the record of one mailbox whenever it has changed: as a rule the change alone, behind the record that
 * this gateway has written whole before. Each gateway that gets the lease claims the record, and reads it anew:
 * from then on nothing that another one still writes changes it.
 */
export class RecordWriter {
  readonly #options: RecordWriterOptions;
  readonly #writes = new CoalescedWork(() => this.#write());
  /** What is stored, where that is surely known; otherwise the next write is of the whole. */
  #written: Written | undefined;
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
    const { pending } = this.#options.mailbox;
    const change = this.#options.mailbox.changeSince(this.#tried.revision);
    const isSame = change !== undefined && change.added.length + change.removed.length === 0;
    if (isSame && pending === this.#tried.pending) return;
    await within(KEEP_DEADLINE_MS, this.#try());
  }

  /** The same once more, with another password. */
  async keepAgain(): Promise<void> {
    this.#written = undefined;
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
      const wasRefused = this.#isRefused;
      if (isKnown) {
        this.#claimed(kept.generation);
        // While this claim was under way, and by nobody else's.
        if (wasRefused) void this.#try();
        return true;
      }
      this.#written = undefined;
      // Whether it can be read or not: from now on it is written here.
      const { record } = await readRecord(kept).finally(() => this.#claimed(kept.generation));
      mailbox.adoptRecord(record);
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
      await this.#writeChangeOrWhole();
    } catch (error) {
      // It may have been stored, or not: only the whole is right behind either.
      this.#written = undefined;
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

  #claimed(generation: number): void {
    this.#generation = generation;
    this.#isOurs = true;
    this.#isRefused = false;
  }

  async #writeChangeOrWhole(): Promise<void> {
    const { mailbox } = this.#options;
    const { revision } = this.#present();
    const written = this.#written;
    const change = written && mailbox.changeSince(written.revision);
    if (written === undefined || change === undefined || mailbox.pending !== written.pending) {
      return this.#writeWhole();
    }
    if (change.added.length + change.removed.length === 0) return;
    const octets = await writeChange(change);
    const changesOctets = written.changesOctets + octets.length;
    if (changesOctets > Math.max(written.octets, MIN_CHANGES_OCTETS)) return this.#writeWhole();
    try {
      await this.#append(written, octets);
    } catch (error) {
      const code = codeOf(error);
      if (code !== "gap" && code !== "limit") throw error;
      return this.#writeWhole();
    }
    written.changes += 1;
    written.changesOctets = changesOctets;
    written.revision = revision;
  }

  async #append({ follows, changes }: Written, octets: Buffer): Promise<void> {
    const { records, ownerId, mailboxId } = this.#options;
    const generation = this.#generation;
    await records.append(ownerId, { mailboxId, octets, generation, follows, sequence: changes + 1 });
  }

  /** With as many marks as there is room for. */
  async #writeWhole(): Promise<void> {
    const { mailbox, records, ownerId, mailboxId, secret, onError } = this.#options;
    this.#written = undefined;
    const { revision, pending } = this.#present();
    const whole = { password: secret(), record: mailbox.record() };
    const forms = [whole, ...lighterForms(whole)];
    for (const [index, form] of forms.entries()) {
      try {
        const octets = await writeRecord(form);
        const generation = this.#generation;
        const follows = await records.keep(ownerId, { mailboxId, octets, generation });
        // Behind a lighter one no change would be right, nor behind one that was claimed meanwhile.
        if (form !== whole || generation !== this.#generation) return;
        const changes = { changes: 0, changesOctets: 0 };
        this.#written = { follows, octets: octets.length, ...changes, revision, pending };
        return;
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
