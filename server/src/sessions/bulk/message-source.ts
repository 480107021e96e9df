import type { ErrorCode } from "@popgate/shared/api/errors";
import type { HeaderRow } from "../../messages/header/header-columns.ts";
import { parseHeaderRow } from "../../messages/header/header-row.ts";
import type { StoredMessage } from "../../messages/store/message-cache.ts";
import { MessageError } from "../../messages/message-error.ts";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import type { MessageActions } from "../actions/message-actions.ts";
import type { SessionContext } from "../actions/session-context.ts";
import { SessionError } from "../work/session-error.ts";

/** A message whose octets are on their way; it must be read, or closed. */
export interface OpenedMessage {
  readonly kind: "opened";
  readonly message: MaildropMessage;
  readonly reading: Maildrop;
  readonly header: HeaderRow;
  readonly content: AsyncGenerator<Buffer>;
  close(): void;
}

export interface MissingMessage {
  readonly kind: "missing";
  readonly code: ErrorCode;
}

/** What says that a message is not to be had, though others are. */
const MISSING = new Set<ErrorCode>([
  "message-gone",
  "message-refused",
  "message-incomplete",
  "other-message",
  "too-large",
  "server-refused",
  "server-temporary",
  "server-permanent",
]);

/** Marked messages that are brought together: a click waits for all of them, and the cache holds them. */
const MAX_BATCH = 100;
const MAX_BATCH_OCTETS = 4 * 1024 * 1024;
/** The batches of some exports at once. */
const MAX_BROUGHT = 10 * MAX_BATCH;

/**
 * Messages one after the other, for somebody who wants many. Each goes through the cache, so that a slow
 * reader holds up nobody's session, and leaves it again when it has been read.
 */
export class MessageSource {
  readonly #context: SessionContext;
  readonly #messages: MessageActions;
  /** In the cache for an export only. */
  readonly #brought = new Set<string>();

  constructor(context: SessionContext, messages: MessageActions) {
    this.#context = context;
    this.#messages = messages;
  }

  /**
   * To be called before `open` with what comes next: where the first of them is marked, it and others that
   * are marked are brought together.
   */
  async prepare(uids: readonly string[], signal: AbortSignal): Promise<void> {
    const { fetcher, mailbox } = this.#context;
    const isMarked = (uid: string) => mailbox.marks.isOnServer(uid);
    const [first] = uids;
    if (first === undefined || !isMarked(first) || fetcher.cached(first) !== undefined) return;
    const batch: string[] = [];
    let octets = 0;
    for (const uid of uids.slice(0, MAX_BATCH)) {
      if (!isMarked(uid)) continue;
      octets += mailbox.maildrop.octetsOf([uid]);
      if (batch.length > 0 && octets > MAX_BATCH_OCTETS) break;
      batch.push(uid);
    }
    // Left over where an export was cut; what is in the cache goes by itself.
    if (this.#brought.size > MAX_BROUGHT) this.#brought.clear();
    for (const uid of batch) if (fetcher.cached(uid) === undefined) this.#brought.add(uid);
    await this.#messages.fetchMarked(batch, signal).catch((error: unknown) => {
      // What is the matter with one of them is told when its turn comes.
      if (signal.aborted) throw error;
    });
  }

  /** @throws Pop3Error, SessionError, MessageError where no other message is to be had either */
  async open(uid: string, signal: AbortSignal): Promise<OpenedMessage | MissingMessage> {
    try {
      return await this.#openAgain(uid, signal);
    } catch (error) {
      const code = codeOf(error);
      if (code !== undefined && MISSING.has(code)) return { kind: "missing", code };
      throw error;
    }
  }

  /** Once more where the connection was lost, or the message left the cache before it was read. */
  async #openAgain(uid: string, signal: AbortSignal): Promise<OpenedMessage> {
    try {
      return await this.#open(uid, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof MessageError && error.code === "forgotten") {
        this.#context.fetcher.forget(uid);
      } else if (!(error instanceof Pop3Error) || error.connectionUsable) {
        throw error;
      }
      return this.#open(uid, signal);
    }
  }

  async #open(uid: string, signal: AbortSignal): Promise<OpenedMessage> {
    const { fetcher, mailbox } = this.#context;
    const wasCached = fetcher.cached(uid) !== undefined && !this.#brought.delete(uid);
    const raw = await this.#messages.fetch(uid, signal);
    // What is cached belongs to the present reading: whatever changed was forgotten when it was read.
    const reading = mailbox.maildrop;
    const message = reading.find(uid);
    if (message === undefined) throw new SessionError("message-gone", "there is no such message any more");
    const close = () => {
      if (!wasCached) fetcher.forget(uid);
    };
    return { kind: "opened", message, reading, ...(await begin(raw, close)) };
  }
}

/** A reader that has begun outlives the cache entry, so the first octets are read at once. */
async function begin(
  raw: StoredMessage,
  close: () => void,
): Promise<Pick<OpenedMessage, "header" | "content" | "close">> {
  const stream = raw.read();
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  const first = await chunks.next();
  const head = first.done === true ? Buffer.alloc(0) : first.value;
  const end = () => {
    stream.destroy();
    close();
  };
  return { header: parseHeaderRow(head), content: rest(head, chunks, end), close: end };
}

async function* rest(head: Buffer, chunks: AsyncIterator<Buffer>, end: () => void): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  } finally {
    end();
  }
}

function codeOf(error: unknown): ErrorCode | undefined {
  if (error instanceof SessionError) return error.code;
  if (error instanceof MessageError) return error.code === "too-large" ? "too-large" : undefined;
  return error instanceof Pop3Error && error.connectionUsable ? error.code : undefined;
}
