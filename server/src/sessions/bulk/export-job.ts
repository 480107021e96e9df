import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ErrorCode } from "@popgate/shared/api/errors";
import type { ExportFormat, ExportJob as ExportJobView, ExportState } from "@popgate/shared/api/export";
import { exportName, type ExportedMessage } from "../../messages/export/message-export.ts";
import { manifest, missingList, type ManifestFacts } from "../../messages/export/manifest.ts";
import { mboxFile } from "../../messages/export/mbox.ts";
import { zipFile } from "../../messages/export/zip-file.ts";
import { SessionError } from "../work/session-error.ts";
import type { ExportedEntry } from "./exported-entry.ts";
import type { MessageSource, MissingMessage, OpenedMessage } from "./message-source.ts";

export interface ExportJobOptions {
  readonly id: string;
  readonly format: ExportFormat;
  readonly uids: readonly string[];
  /** As LIST told it, of all together. */
  readonly totalOctets: number;
  readonly source: MessageSource;
  readonly facts: Omit<ManifestFacts, "createdAt">;
  readonly changed: () => void;
}

/** The view is sent with every step; the file itself names them all. */
const SHOWN_MISSING = 100;

/** A browser that takes nothing for this long is not coming back: what it holds up is given to others. */
export const STALLED_MS = 10 * 60_000;
/** How far it is looked for messages that had better be fetched together. */
const LOOK_AHEAD = 100;

/** One file on its way to somebody who saves it: how far it is, what it holds, and how it ended. */
export class ExportJob {
  readonly #options: ExportJobOptions;
  readonly #entries: ExportedEntry[] = [];
  readonly #missing: { uid: string; code: ErrorCode }[] = [];
  readonly #names = new Map<string, string>();
  readonly #giveUp = new AbortController();
  readonly #fileHash = createHash("sha256");
  #state: ExportState = "ready";
  #stream: Readable | undefined;
  #octets = 0;
  #isWritten = false;
  #sha256: string | undefined;
  #problem: ErrorCode | undefined;

  constructor(options: ExportJobOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  get format(): ExportFormat {
    return this.#options.format;
  }

  /** Under which it is saved. */
  get filename(): string {
    return exportName(this.#options.facts.user, this.format, Date.now());
  }

  get state(): ExportState {
    return this.#state;
  }

  get messages(): number {
    return this.#options.uids.length;
  }

  /** What was read to its end and handed on. */
  get entries(): readonly ExportedEntry[] {
    return this.#entries;
  }

  view(): ExportJobView {
    const { id, format, uids, totalOctets } = this.#options;
    return {
      id,
      format,
      state: this.#state,
      done: this.#entries.length + this.#missing.length,
      messages: uids.length,
      octets: this.#octets,
      totalOctets,
      missing: this.#missing.slice(0, SHOWN_MISSING),
      missingCount: this.#missing.length,
      ...(this.#sha256 === undefined ? {} : { sha256: this.#sha256 }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  /**
   * The file, once. It pulls: a message is fetched when the one before it begins to be taken. The caller
   * tells how it ended with `ended`.
   *
   * @throws SessionError `not-found` for a second time
   */
  open(): Readable {
    if (this.#state !== "ready") throw new SessionError("not-found", "this download was begun before");
    this.#state = "running";
    this.#options.changed();
    this.#stream = Readable.from(this.#file(), { objectMode: false });
    return this.#stream;
  }

  /** @param wasSent whether the connection to the browser took all of it and stood to the end */
  ended(wasSent: boolean, error?: unknown): void {
    if (this.#state !== "running") return;
    const isComplete = wasSent && this.#isWritten;
    this.#state = isComplete ? "complete" : "cut";
    if (isComplete) this.#sha256 = this.#fileHash.digest("hex");
    else this.#problem ??= problemOf(error);
    this.#giveUp.abort();
    this.#names.clear();
    this.#options.changed();
  }

  /** Its download, if there is one, is cut. */
  cancel(): void {
    const error = new SessionError("cancelled", "the export was given up");
    this.#giveUp.abort(error);
    if (this.#state === "ready") this.#state = "running";
    // Ended first: what follows from the cut is not its reason.
    this.ended(false, error);
    this.#stream?.destroy(error);
  }

  async *#file(): AsyncGenerator<Uint8Array> {
    let stall: NodeJS.Timeout | undefined;
    try {
      for await (const octets of this.#content()) {
        this.#giveUp.signal.throwIfAborted();
        this.#fileHash.update(octets);
        stall = setTimeout(() => this.cancel(), STALLED_MS).unref();
        yield octets;
        clearTimeout(stall);
      }
      this.#isWritten = true;
    } catch (error) {
      this.#problem ??= problemOf(error);
      throw error;
    } finally {
      clearTimeout(stall);
    }
  }

  #content(): AsyncGenerator<Uint8Array> {
    const { format, uids, facts } = this.#options;
    if (format === "mbox") return mboxFile(this.#read());
    const createdAt = Date.now();
    return zipFile(this.#read(), {
      total: uids.length,
      named: (uid, file) => this.#names.set(uid, file),
      extras: () => [
        ...(this.#missing.length === 0 ? [] : [{ name: "MISSING.txt", content: missingList(this.#missing) }]),
        ...(format === "zip"
          ? []
          : [
              {
                name: "manifest.json",
                content: manifest({ ...facts, createdAt }, this.#archived(), this.#missing),
              },
            ]),
      ],
    });
  }

  *#archived() {
    for (const { message, file, octets, sha256 } of this.#entries) {
      yield { uid: message.uid, file, octets, sha256 };
    }
  }

  /** The next message is fetched while the one before it is taken. */
  async *#read(): AsyncGenerator<ExportedMessage> {
    const { uids } = this.#options;
    const { signal } = this.#giveUp;
    let next = this.#ahead(0);
    for (const [at, uid] of uids.entries()) {
      signal.throwIfAborted();
      const found = await next;
      next = this.#ahead(at + 1);
      if (found === undefined) continue;
      if (found.kind === "failed") {
        close(await next);
        throw found.error;
      }
      if (found.kind === "missing") {
        this.#missing.push({ uid, code: found.code });
        this.#options.changed();
        continue;
      }
      try {
        yield { uid, nth: at + 1, header: found.header, content: this.#hashed(uid, found) };
      } finally {
        found.close();
        if (signal.aborted) void next.then(close);
      }
    }
  }

  async *#hashed(uid: string, { message, reading, content }: OpenedMessage): AsyncGenerator<Buffer> {
    const hash = createHash("sha256");
    let octets = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      octets += chunk.length;
      this.#octets += chunk.length;
      this.#options.changed();
      yield chunk;
    }
    const file = this.#names.get(uid) ?? "";
    this.#names.delete(uid);
    // Servers that count a line's end as one octet tell fewer than come; none honestly tells more.
    if (this.format === "archive" && octets < (message.octets ?? 0)) {
      this.#missing.push({ uid, code: "message-incomplete" });
      return;
    }
    const entry = { message, reading: new WeakRef(reading), file, octets, sha256: hash.digest("hex") };
    this.#entries.push(entry);
  }

  async #ahead(at: number): Promise<Ahead> {
    const uid = this.#options.uids[at];
    if (uid === undefined) return undefined;
    try {
      await this.#options.source.prepare(this.#options.uids.slice(at, at + LOOK_AHEAD), this.#giveUp.signal);
      return await this.#options.source.open(uid, this.#giveUp.signal);
    } catch (error) {
      // Told when its turn comes: nobody waits for it yet.
      return { kind: "failed", error };
    }
  }
}

type Ahead =
  | OpenedMessage
  | MissingMessage
  | { readonly kind: "failed"; readonly error: unknown }
  | undefined;

function close(ahead: Ahead): void {
  if (ahead?.kind === "opened") ahead.close();
}

function problemOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  return ErrorCode.safeParse("code" in error ? error.code : undefined).data ?? "internal";
}
