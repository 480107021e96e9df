import type { CommitReport, Mailbox, RefreshReport } from "@popgate/shared/api/mailbox";
import { isUnchanged } from "../../maildrop/compare.ts";
import type { Reading, Transaction } from "../state/connection-state.ts";
import type { ConnectManner, SessionConnection } from "../connection/session-connection.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import { mailboxView } from "../state/mailbox-view.ts";
import type { SessionEvents } from "../broadcast/session-events.ts";

/** A reading, and what was told of it. */
export interface ToldReading {
  readonly transaction: Transaction;
  readonly refreshed: RefreshReport;
  /** What became of the commit that was pending until then. */
  readonly committed: CommitReport | undefined;
}

/**
 * Every reading of the maildrop goes through here, so that each is told, whoever caused it: what came,
 * what went, and what a pending commit did after all.
 */
export class Readings {
  readonly #mailbox: MailboxState;
  readonly #connection: SessionConnection;
  readonly #events: SessionEvents;

  constructor(mailbox: MailboxState, connection: SessionConnection, events: SessionEvents) {
    this.#mailbox = mailbox;
    this.#connection = connection;
    this.#events = events;
  }

  /** The live transaction, or a new one. @throws Pop3Error; SessionError as `again` */
  async transaction(causeId: string): Promise<Transaction> {
    return this.#connection.live(causeId) ?? (await this.again(causeId)).transaction;
  }

  /**
   * Reads the maildrop on a new connection.
   *
   * @throws Pop3Error; SessionError `login-delay`, `in-use-here`, `taken-over`, `mailbox-lost`
   */
  async again(causeId: string, manner: ConnectManner = {}): Promise<ToldReading> {
    const reading = await this.#connection.connect(causeId, manner);
    const mailbox = mailboxView(this.#mailbox);
    const refreshed = refreshReport(reading, mailbox);
    const { settled } = reading;
    const committed: CommitReport | undefined =
      settled === undefined
        ? undefined
        : {
            removed: [...settled.removed],
            remaining: [...settled.remaining],
            unknown: [...settled.unknown],
            freedOctets: settled.freedOctets,
            mailbox,
          };
    const mailboxId = mailbox.id;
    if (committed !== undefined) this.#events.emit({ type: "committed", mailboxId, report: committed });
    if (manner.isAsked === true || isWorthTelling(reading)) {
      this.#events.emit({ type: "refreshed", mailboxId, report: refreshed });
    }
    return { transaction: reading.transaction, refreshed, committed };
  }
}

function isWorthTelling({ difference, lostMarks, settled }: Reading): boolean {
  if (lostMarks.length > 0) return true;
  if (difference === undefined) return false;
  // Our own commit moves the numbers of what is left, and leaves fewer twins: nobody else did that.
  if (settled !== undefined) return difference.added.length + difference.removed.length > 0;
  return !isUnchanged(difference);
}

function refreshReport({ difference, lostMarks }: Reading, mailbox: Mailbox): RefreshReport {
  const { added = [], removed = [], reused = [], renumbered = 0 } = difference ?? {};
  return {
    added: [...added],
    removed: [...removed],
    lostMarks: [...lostMarks],
    ...(reused.length === 0 ? {} : { reused: [...reused] }),
    ...(renumbered === 0 ? {} : { renumbered }),
    mailbox,
  };
}
