import { StoreError } from "../../store/store-error.ts";
import type { MailboxRecord } from "./mailbox-record.ts";
import { SessionError } from "../work/session-error.ts";
import {
  LaterVersionError,
  lighterForms,
  readRecord,
  writeRecord,
  type OpenedRecord,
} from "./record-form.ts";
import { LatestWriter } from "../work/queues.ts";
import type { MailboxRecords } from "./mailbox-records.ts";

export interface RecordWriterOptions {
  readonly ownerId: string;
  readonly mailboxId: string;
  readonly records: MailboxRecords;
  readonly secret: () => string;
  /** Whether its lease is in hand, and what was kept is known here: then nobody else has written since. */
  readonly isHeld: () => boolean;
  /** What an earlier process or another gateway kept; undefined for a mailbox that is new. */
  readonly kept: { readonly record: MailboxRecord; readonly generation: number } | undefined;
  readonly onError: (message: string, error: unknown) => void;
}

const FIRST_GENERATION = 1;

/** What a claim of a record brought. */
export type Claim =
  /** All that is kept is known here, if anything is. */
  | { readonly kind: "known" }
  /** What another gateway, or this one before, left of the mailbox. */
  | { readonly kind: "left"; readonly record: MailboxRecord }
  /** It cannot be read here, and is to be tried again before the next login. */
  | { readonly kind: "unread" };

const KNOWN: Claim = { kind: "known" };

/**
 * What is kept of one mailbox: its latest record with the password. Each gateway that gets the lease
 * claims it, and reads it anew: from then on nothing that another one still writes changes it.
 */
export class RecordWriter {
  readonly #options: RecordWriterOptions;
  readonly #writer: LatestWriter<MailboxRecord>;
  #record: MailboxRecord | undefined;
  /** Nothing is kept of a sign-in that has not succeeded, nor of a mailbox that is gone. */
  #isKept: boolean;
  /** What is kept was written here, or read under the lease. */
  #isOurs: boolean;
  #generation: number;
  /** The latest record waits for the browser: nothing can be sealed while it is not here. */
  #isUnwritten = false;
  /** The latest record was refused, and waits for a claim. */
  #isRefused = false;

  constructor(options: RecordWriterOptions) {
    const { kept } = options;
    this.#options = options;
    this.#record = kept?.record;
    this.#isKept = kept !== undefined;
    this.#isOurs = kept === undefined;
    this.#generation = kept?.generation ?? FIRST_GENERATION;
    this.#writer = new LatestWriter((latest) => this.#write(latest));
  }

  /** The sign-in has succeeded: from now on the mailbox is kept. */
  async begin(record: MailboxRecord): Promise<void> {
    this.#isKept = true;
    await this.keep(record);
  }

  /** A failure breaks no action: what is not kept is lost at a restart, and never a message. */
  async keep(record: MailboxRecord): Promise<void> {
    this.#record = record;
    if (!this.#isKept) return;
    try {
      await this.#writer.put(record);
    } catch (error) {
      const code = codeOf(error);
      if (code === "overtaken") this.#isRefused = true;
      if (code === "no-session") this.#isUnwritten = true;
      else this.#options.onError("a mailbox could not be kept", error);
    }
  }

  /** The same once more, with another password. */
  async keepAgain(): Promise<void> {
    if (this.#record !== undefined) await this.keep(this.#record);
  }

  /** Its browser is here: what could not be sealed before can be now. */
  browserArrived(): void {
    if (this.#isUnwritten) void this.keepAgain();
  }

  /**
   * To be called with the lease in hand, newly obtained.
   *
   * @throws SessionError `store-unreachable` where other gateways may have written it meanwhile
   */
  async claim(): Promise<Claim> {
    const { records, ownerId, mailboxId, onError } = this.#options;
    if (!this.#isKept) return KNOWN;
    try {
      const kept = await records.claim(ownerId, mailboxId);
      if (kept === undefined) return KNOWN;
      const isKnown = this.#isOurs && kept.generation === this.#generation + 1;
      this.#generation = kept.generation;
      this.#isOurs = true;
      const wasRefused = this.#isRefused;
      this.#isRefused = false;
      if (isKnown) {
        // While this claim was under way, and by nobody else's.
        if (wasRefused) void this.keepAgain();
        return KNOWN;
      }
      const { record } = readRecord(kept.octets);
      this.#record = record;
      this.#isUnwritten = false;
      return { kind: "left", record };
    } catch (error) {
      if (error instanceof StoreError && error.code === "unavailable") {
        const why = "the store cannot be asked what another gateway did with the mailbox";
        throw new SessionError("store-unreachable", why, undefined, error);
      }
      // Those who read it go on with it; what is done here is not kept beside it.
      if (error instanceof LaterVersionError) this.#isKept = false;
      onError("the latest of a kept mailbox could not be read", error);
      return { kind: "unread" };
    }
  }

  /** Ends when nothing is being written any more. */
  settled(): Promise<void> {
    return this.#writer.settled();
  }

  /** Nothing more is written. */
  end(): void {
    this.#isKept = false;
  }

  async #write(record: MailboxRecord): Promise<void> {
    if (!this.#isKept) return;
    const { isHeld } = this.#options;
    try {
      await this.#writeWhole(record);
    } catch (error) {
      if (codeOf(error) !== "overtaken" || !isHeld()) throw error;
      // Nobody else may claim it now: it was a claim of ours, whose answer was lost.
      await this.#count();
      await this.#writeWhole(this.#record ?? record);
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
  async #writeWhole(record: MailboxRecord): Promise<void> {
    const { secret, onError } = this.#options;
    const kept = { password: secret(), record };
    const forms = [kept, ...lighterForms(kept)];
    for (const [index, form] of forms.entries()) {
      try {
        await this.#seal(form);
        break;
      } catch (error) {
        if (codeOf(error) !== "limit" || index === forms.length - 1) throw error;
        onError("a mailbox has too many marks to be kept: kept with fewer", error);
      }
    }
  }

  async #seal(kept: OpenedRecord): Promise<void> {
    const { records, ownerId, mailboxId } = this.#options;
    const octets = await writeRecord(kept);
    await records.keep(ownerId, { mailboxId, octets, generation: this.#generation });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
