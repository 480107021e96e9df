import type { SessionEvents } from "../broadcast/session-events.ts";
import type { SessionConnection } from "../connection/session-connection.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import type { SessionNotifier } from "../state/session-notifier.ts";
import type { RecordKeeping, SessionWork } from "../work/session-work.ts";
import type { MessageFetcher } from "./message-fetcher.ts";
import type { Readings } from "./readings.ts";

/** What everything that is done with a mailbox works with. */
export interface SessionContext {
  /** What is known of it. */
  readonly mailbox: MailboxState;
  /** One thing at a time. */
  readonly work: SessionWork;
  readonly connection: SessionConnection;
  /** Every new connection is asked for here. */
  readonly readings: Readings;
  readonly fetcher: MessageFetcher;
  /** What outlives the session. */
  readonly record: RecordKeeping;
  /** Tells the other parts of the session. */
  readonly notifier: SessionNotifier;
  /** Tells the pages. */
  readonly events: SessionEvents;
}
