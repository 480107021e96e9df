import type { MessageCache, StoredMessage } from "../../messages/store/message-cache.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import type { SessionEvents } from "../broadcast/session-events.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import type { SessionListener } from "../state/session-notifier.ts";
import type { Transaction } from "../state/connection-state.ts";
import { MessageSink } from "./message-sink.ts";
import { ProgressTeller } from "./progress-teller.ts";
import { SessionError } from "../work/session-error.ts";

/**
 * A download that nobody waits for any more is finished into the cache if it is no larger than this:
 * POP3 cannot abort a reply, and a reconnect costs more than the rest.
 */
const FINISH_ANYWAY_OCTETS = 4 * 1024 * 1024;

/** Brings messages into the cache: one RETR serves everybody who asks for the same one. */
export class MessageFetcher implements SessionListener {
  readonly #cache: MessageCache;
  readonly #mailbox: MailboxState;
  readonly #events: SessionEvents;

  constructor(cache: MessageCache, mailbox: MailboxState, events: SessionEvents) {
    this.#cache = cache;
    this.#mailbox = mailbox;
    this.#events = events;
  }

  cached(uid: string): StoredMessage | undefined {
    return this.#cache.get(this.#key(uid));
  }

  forget(uid: string): void {
    this.#cache.forget(this.#key(uid));
  }

  /** A unique-id may come back with another message: what is cached under it would be a lie. */
  maildropRead(before: Maildrop, after: Maildrop): void {
    for (const message of before.messages) {
      if (!after.stillHas(message)) this.forget(message.uid);
    }
  }

  /** Nothing of the mailbox stays in the cache. Who reads one already reads it to its end. */
  lettingGo(): void {
    for (const { uid } of this.#mailbox.maildrop.messages) this.forget(uid);
  }

  /** @throws Pop3Error; SessionError `cancelled`, `too-large`, `message-gone`; MessageError where the cache cannot take it */
  async fetch(
    { client }: Transaction,
    { uid, number, octets }: MaildropMessage,
    signal: AbortSignal | undefined,
  ): Promise<StoredMessage> {
    if (signal?.aborted === true) throw new SessionError("cancelled", "nobody waits for this any more");
    if (octets !== null && octets > this.#cache.maxMessageOctets) {
      throw new SessionError("too-large", `this gateway takes ${this.#cache.maxMessageOctets} octets`);
    }
    const writer = this.#cache.begin(this.#key(uid));
    const isAbortable = octets === null || octets > FINISH_ANYWAY_OCTETS;
    const givenUp = new AbortController();
    if (isAbortable) signal?.addEventListener("abort", () => givenUp.abort(), { once: true });
    const teller = new ProgressTeller(octets, (received) => {
      this.#events.emit({ type: "progress", mailboxId: this.#mailbox.id, uid, received, octets });
    });
    const sink = new MessageSink(writer, {
      progressed: (received) => teller.progressed(received),
      failed: () => givenUp.abort(),
    });
    try {
      await client.retr(number, {
        sink,
        ...(octets === null ? {} : { expectedOctets: octets }),
        signal: givenUp.signal,
      });
      if (sink.error !== undefined) throw sink.error;
      return await writer.finish();
    } catch (error) {
      await writer.abort();
      if (sink.error !== undefined) throw sink.error;
      if (error instanceof Pop3Error && error.kind === "refused" && error.responseCode === undefined) {
        throw new SessionError("message-gone", "the server no longer has this message");
      }
      throw error;
    } finally {
      teller.end();
    }
  }

  #key(uid: string): string {
    return `${this.#mailbox.id}/${uid}`;
  }
}
