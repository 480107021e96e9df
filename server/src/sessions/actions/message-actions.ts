import type { MaildropMessage } from "../../maildrop/maildrop.ts";
import { planMarks } from "../../maildrop/mark-plan.ts";
import type { StoredMessage } from "../../messages/store/message-cache.ts";
import { BoundedSink } from "./bounded-sink.ts";
import { applyMarks, takeBackMarks } from "../connection/apply-marks.ts";
import type { Transaction } from "../state/connection-state.ts";
import { SessionError } from "../work/session-error.ts";
import type { SessionContext } from "./session-context.ts";

/** Some servers send the whole message whatever TOP asks for: no more than this of it is kept. */
const MAX_TOP_OCTETS = 1024 * 1024;

/** Reading messages: all of one, or its beginning. */
export class MessageActions {
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** The whole message, from the cache or by one RETR. @throws SessionError `message-gone`; Pop3Error */
  async fetch(uid: string, signal?: AbortSignal): Promise<StoredMessage> {
    const { fetcher, readings, work } = this.#context;
    const cached = fetcher.cached(uid);
    if (cached !== undefined) return cached;
    return work.run("open", async (causeId) => {
      // Somebody else may have asked for the same one while this waited.
      const fetched = fetcher.cached(uid);
      if (fetched !== undefined) return fetched;
      requireWaiting(signal);
      const transaction = await readings.transaction(causeId);
      return this.#unmarkedWhile(transaction, uid, (message) => fetcher.fetch(transaction, message, signal));
    });
  }

  /** The same for a message that left the cache before it was read. */
  fetchAgain(uid: string, signal?: AbortSignal): Promise<StoredMessage> {
    this.#context.fetcher.forget(uid);
    return this.fetch(uid, signal);
  }

  /**
   * Brings marked messages into the cache with one RSET for all of them, since each costs a DELE for every
   * mark. What does not come is fetched, and told, when somebody asks for it alone.
   */
  fetchMarked(uids: readonly string[], signal: AbortSignal): Promise<void> {
    const { fetcher, readings, work } = this.#context;
    return work.run("open", async (causeId) => {
      requireWaiting(signal);
      const transaction = await readings.transaction(causeId);
      await this.#withoutMarks(transaction, async () => {
        for (const uid of uids) {
          const message = transaction.maildrop.find(uid);
          if (message === undefined || fetcher.cached(uid) !== undefined) continue;
          await fetcher.fetch(transaction, message, signal).catch((error: unknown) => {
            if (transaction.client.error !== undefined || signal.aborted) throw error;
          });
        }
      });
    });
  }

  /** Header and first body lines by TOP. @throws SessionError `message-gone`; Pop3Error */
  top(uid: string, lines: number, signal?: AbortSignal): Promise<Buffer> {
    return this.#context.work.run("top", async (causeId) => {
      requireWaiting(signal);
      const transaction = await this.#context.readings.transaction(causeId);
      return this.#unmarkedWhile(transaction, uid, async ({ number }) => {
        const sink = new BoundedSink(MAX_TOP_OCTETS);
        await transaction.client.top(number, lines, { sink });
        return sink.take();
      });
    });
  }

  /** A marked message cannot be read (RFC 1939 §5): RSET, read, and set the marks again. */
  async #unmarkedWhile<Value>(
    transaction: Transaction,
    uid: string,
    read: (message: MaildropMessage) => Promise<Value>,
  ): Promise<Value> {
    const message = transaction.maildrop.find(uid);
    if (message === undefined) throw new SessionError("message-gone", "there is no such message any more");
    const isMarked = this.#context.mailbox.marks.isOnServer(uid);
    return isMarked ? this.#withoutMarks(transaction, () => read(message)) : read(message);
  }

  async #withoutMarks<Value>({ client, maildrop }: Transaction, read: () => Promise<Value>): Promise<Value> {
    const { marks } = this.#context.mailbox;
    await takeBackMarks(client, marks);
    try {
      return await read();
    } finally {
      await applyMarks(client, maildrop, marks, planMarks(marks)).catch((error: unknown) => {
        // A lost connection has no marks to set; the next one sets them all, and what was read is good.
        if (client.error === undefined) throw error;
      });
      this.#context.notifier.marksChanged();
    }
  }
}

/** Whoever went away while this waited must not cost a reconnect. @throws SessionError `cancelled` */
function requireWaiting(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new SessionError("cancelled", "nobody waits for this any more");
}
