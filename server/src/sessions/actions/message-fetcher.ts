import type { MessageCache, StoredMessage } from "../../messages/store/message-cache.ts";
import { parseHeaderRow } from "../../messages/header/header-row.ts";
import { isHeaderOfRow } from "../../messages/header/same-header.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import type { SessionEvents } from "../broadcast/session-events.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import type { SessionListener, SessionNotifier } from "../state/session-notifier.ts";
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
  readonly #notifier: SessionNotifier;

  constructor(
    cache: MessageCache,
    mailbox: MailboxState,
    listeners: { readonly events: SessionEvents; readonly notifier: SessionNotifier },
  ) {
    this.#cache = cache;
    this.#mailbox = mailbox;
    this.#events = listeners.events;
    this.#notifier = listeners.notifier;
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

  /**
   * @throws Pop3Error, `message-refused` where the server will not send it; SessionError `cancelled`, `too-large`, and
   *   with the connection ended `message-incomplete`, `other-message`; MessageError where the cache cannot take it
   */
  async fetch(
    { client, sweep }: Transaction,
    message: MaildropMessage,
    signal: AbortSignal | undefined,
  ): Promise<StoredMessage> {
    const { uid, number, octets } = message;
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
      await requireComplete(client, message, sink.octets);
      const isInPlace =
        this.#mailbox.rows.headerOf(uid) !== undefined || (await sweep.numbers.stands(message));
      this.#compareHeader(client, uid, sink.takeHeader(), isInPlace);
      return await writer.finish();
    } catch (error) {
      await writer.abort();
      throw sink.error ?? error;
    } finally {
      teller.end();
    }
  }

  /**
   * A number that has moved brings another message: neither is it shown as this one, nor may DELE follow. A row that
   * could not be read before is filled.
   */
  #compareHeader(client: Pop3Client, uid: string, header: Buffer, isInPlace: boolean): void {
    const { rows } = this.#mailbox;
    const row = rows.headerOf(uid);
    if (row === undefined && isInPlace) {
      rows.learn(uid, parseHeaderRow(header));
      return this.#notifier.headerLearned(uid);
    }
    if (row !== undefined && isHeaderOfRow(row, header)) return;
    client.close("RETR brought another message than the row's");
    throw new SessionError("other-message", "the message's header is not that of its row");
  }

  #key(uid: string): string {
    return `${this.#mailbox.id}/${uid}`;
  }
}

/**
 * A server that does not stuff dots (RFC 1939 §3) ends a message at its first line of a dot alone, and the rest
 * follows unasked. Fewer octets than LIST told may only mean that its sizes are guesses: NOOP tells whether its
 * replies are still in step.
 */
async function requireComplete(
  client: Pop3Client,
  { octets }: MaildropMessage,
  received: number,
): Promise<void> {
  try {
    if (octets !== null && received < octets) await client.noop();
  } catch (error) {
    if (!(error instanceof Pop3Error)) throw error;
    if (error.connectionUsable) return;
  }
  const kind = client.error?.kind;
  if (kind !== "desync" && kind !== "protocol" && kind !== "limit") return;
  throw new SessionError("message-incomplete", "the message ended early, and more followed unasked");
}
