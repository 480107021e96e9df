import type { BodySearch } from "@popgate/shared/api/body-search";
import type { ServerEvent } from "@popgate/shared/api/events";
import type { ExportJob } from "@popgate/shared/api/export";
import type {
  CommitReport,
  Mailbox,
  Marks,
  MarksDelta,
  RefreshReport,
  SignInFacts,
} from "@popgate/shared/api/mailbox";
import type { Row, RowPage } from "@popgate/shared/api/message";
import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import type { Failure } from "../api/api-failure.ts";
import type { MarkRequest } from "./mailbox/marks-view.ts";
import type { ListQuery } from "./mailbox/list-view.ts";
import type { Activity, Ended, ExpiryChoice, Live, ReaderView, Toast } from "./page-state.ts";
import type { Selection } from "./mailbox/selection.ts";

/** Everything that can change what the page knows. */
export type Action =
  | { readonly type: "started"; readonly servers: SignInFacts; readonly mailboxes: readonly Mailbox[] }
  | { readonly type: "start-failed"; readonly failure: Failure }
  | { readonly type: "live"; readonly live: Live }
  | { readonly type: "event"; readonly event: ServerEvent }
  | {
      readonly type: "mailbox-event";
      readonly mailboxId: string;
      readonly event: Extract<ServerEvent, { type: "rows" | "marks" | "progress" | "transcript" }>;
    }
  /** The truth about all mailboxes, after events may have been missed. */
  | { readonly type: "resynced"; readonly mailboxes: readonly Mailbox[] }
  | { readonly type: "session-ended"; readonly why: Ended["why"] }
  | { readonly type: "signed-in"; readonly mailbox: Mailbox }
  | { readonly type: "signed-out"; readonly mailboxId: string }
  | { readonly type: "query"; readonly mailboxId: string; readonly query: ListQuery }
  | {
      readonly type: "page";
      readonly mailboxId: string;
      readonly request: { readonly query: ListQuery; readonly index: number; readonly freshness: number };
      readonly reply: RowPage;
    }
  | { readonly type: "row"; readonly mailboxId: string; readonly row: Row }
  | { readonly type: "marks-wanted"; readonly mailboxId: string; readonly request: MarkRequest }
  | {
      readonly type: "marks-settled";
      readonly mailboxId: string;
      readonly requestId: number;
      readonly delta?: MarksDelta;
    }
  /** All marks, which were asked for because changes were missed. */
  | { readonly type: "marks-read"; readonly mailboxId: string; readonly marks: Marks }
  | { readonly type: "reader"; readonly mailboxId: string; readonly reader: ReaderView | null }
  | { readonly type: "activity"; readonly mailboxId: string; readonly activity: Activity }
  | { readonly type: "committed"; readonly mailboxId: string; readonly report: CommitReport }
  | { readonly type: "refreshed"; readonly mailboxId: string; readonly report: RefreshReport }
  | { readonly type: "expiry-choice"; readonly mailboxId: string; readonly choice: ExpiryChoice }
  | {
      readonly type: "selected";
      readonly mailboxId: string;
      readonly selection: Selection;
      /** Which reading all of them were chosen in; absent: those that are new in it, from the list. */
      readonly generation?: number | undefined;
    }
  /** A search was started here; news of it come as `search`. */
  | { readonly type: "search-started"; readonly mailboxId: string; readonly search: BodySearch }
  | { readonly type: "search"; readonly mailboxId: string; readonly search: BodySearch }
  | { readonly type: "export"; readonly mailboxId: string; readonly job: ExportJob }
  | { readonly type: "report-closed"; readonly mailboxId: string }
  | { readonly type: "new-rows-seen"; readonly mailboxId: string }
  | {
      readonly type: "paused";
      readonly mailboxId: string;
      readonly pause: { readonly retryAfterMs: number };
    }
  | {
      readonly type: "transcript";
      readonly mailboxId: string;
      readonly events: readonly TranscriptEvent[];
      readonly isCut: boolean;
    }
  | { readonly type: "toast"; readonly toast: Omit<Toast, "id"> }
  | { readonly type: "toast-gone"; readonly id: number };

/** Actions about one mailbox: ignored once it is signed out. */
export type MailboxAction = Exclude<
  Extract<Action, { readonly mailboxId: string }>,
  { readonly type: "signed-out" }
>;
