import type { CommitReport, Mailbox, SignInFacts } from "@popgate/shared/api/mailbox";
import type { Keeping } from "@popgate/shared/api/keeping";
import type { Message } from "@popgate/shared/api/message";
import type { Failure } from "../api/api-failure.ts";
import type { News } from "../lib/messages/news-words.ts";
import { NO_JOBS, type Jobs } from "./mailbox/jobs.ts";
import { emptyList, type ListView } from "./mailbox/list-view.ts";
import { marksView, type MarksView } from "./mailbox/marks-view.ts";
import { EMPTY_SELECTION, type Selection } from "./mailbox/selection.ts";
import { emptyTranscript, type TranscriptBuffer } from "./mailbox/transcript-buffer.ts";

export interface PageState {
  readonly start: Start;
  /** Mailboxes in the order in which they were opened. */
  readonly order: readonly string[];
  readonly mailboxes: ReadonlyMap<string, MailboxView>;
  readonly live: Live;
  /** What the gateway keeps beyond its process; undefined until it has told. */
  readonly keeping: Keeping | undefined;
  /** Why nobody is signed in any more, until somebody is. */
  readonly ended: Ended | undefined;
  readonly toasts: readonly Toast[];
  readonly nextToast: number;
}

export interface Ended {
  /** `restarted`: the gateway was away and came back without knowing this browser. */
  readonly why: "restarted" | "expired";
  /** The address that was on screen first. */
  readonly user: string;
  /** Marks that were dropped with the session; their messages are still on the server. */
  readonly marks: number;
}

/** The line on which events come. `idle` while nobody is signed in. */
export type Live =
  | { readonly status: "idle" | "connecting" }
  /** `isPolling`: something on the way lets no WebSocket through. */
  | { readonly status: "open"; readonly isPolling: boolean }
  /** The gateway itself cannot be reached; it is called again that long after this was made. */
  | { readonly status: "lost"; readonly retryAfterMs: number };

type Start =
  | { readonly status: "loading" }
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "ready"; readonly servers: SignInFacts };

export interface MailboxView {
  readonly mailbox: Mailbox;
  readonly list: ListView;
  readonly marks: MarksView;
  readonly reader: ReaderView | null;
  /** Which reading of the maildrop the message in the reader was opened in. */
  readonly openedIn: number;
  readonly transcript: TranscriptBuffer;
  readonly activity: Activity;
  /** It was lost and is being opened again, or waits to be: what is shown is what was read before. */
  readonly isRecovering: boolean;
  /** How messages are opened where reading may delete them; undefined until the person was asked. */
  readonly expiryChoice: ExpiryChoice | undefined;
  /** What came of the commit that is on screen. */
  readonly report: CommitReport | null;
  /** Messages were committed whose fate is not known; the next report tells. */
  readonly isUnsettled: boolean;
  /** Rows that came since the person last saw the top of the list. */
  readonly newRows: number;
  /** The server wants a pause (LOGIN-DELAY) before the maildrop can be read again. */
  readonly pause: { readonly retryAfterMs: number } | undefined;
  /** The newest generation of whose commit, and of whose refresh, this page has told the person. */
  readonly toldGeneration: number;
  readonly newsGeneration: number;
  readonly selection: Selection;
  readonly jobs: Jobs;
}

export type ExpiryChoice = "whole" | "first-lines";

/** What the person asked for and the gateway is doing. */
export type Activity = "idle" | "committing" | "refreshing" | "signing-out";

/** The message in the reader. */
export type ReaderView =
  /** Too large to be read without asking. */
  | { readonly status: "asking"; readonly uid: string; readonly octets: number }
  /** The server may delete what was read (EXPIRE 0): the person decides, once for the session. */
  | { readonly status: "asking-expiry"; readonly uid: string }
  | {
      readonly status: "loading";
      readonly uid: string;
      readonly received: number;
      readonly octets: number | null;
    }
  /** The header and the first lines alone, read as far as they go. */
  | { readonly status: "top"; readonly uid: string; readonly message: Message }
  | {
      readonly status: "ready";
      readonly uid: string;
      readonly message: Message;
      /** It has left the maildrop since it was opened: what is on screen is the last of it. */
      readonly isGone?: true;
    }
  | { readonly status: "failed"; readonly uid: string; readonly failure: Failure };

export interface Toast {
  readonly id: number;
  /** `alert` interrupts a screen reader and stays longer. */
  readonly tone: "status" | "alert";
  readonly news: News;
  /** The mail server's own words. */
  readonly serverText?: string | undefined;
}

export const INITIAL_STATE: PageState = {
  start: { status: "loading" },
  order: [],
  mailboxes: new Map(),
  live: { status: "idle" },
  toasts: [],
  keeping: undefined,
  ended: undefined,
  nextToast: 1,
};

/** A mailbox as it looks before its rows were asked for. */
export function mailboxView(mailbox: Mailbox): MailboxView {
  return {
    mailbox,
    list: emptyList(mailbox.messages, mailbox.generation),
    marks: marksView(mailbox.marks),
    reader: null,
    openedIn: mailbox.generation,
    transcript: emptyTranscript,
    activity: "idle",
    isRecovering: mailbox.state === "lost",
    expiryChoice: undefined,
    report: null,
    isUnsettled: isUnsettled(mailbox),
    newRows: 0,
    pause: undefined,
    toldGeneration: mailbox.generation,
    newsGeneration: mailbox.generation,
    selection: EMPTY_SELECTION,
    jobs: NO_JOBS,
  };
}

export function isUnsettled({ unsettled = 0 }: Mailbox): boolean {
  return unsettled > 0;
}
