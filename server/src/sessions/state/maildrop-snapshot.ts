import type { CommitOutcome } from "../../maildrop/commit-outcome.ts";
import type { MaildropDifference } from "../../maildrop/compare.ts";
import type { Maildrop } from "../../maildrop/maildrop.ts";

/** The maildrop as one session shows it. */
export interface MaildropSnapshot {
  readonly maildrop: Maildrop;
  readonly octets: number;
  /** Whether the server named its messages (UIDL); otherwise the names are made up. */
  readonly hasUniqueIds: boolean;
  /** Messages that STAT or UIDL tell of and LIST does not show, also when asked again. */
  readonly unlisted: number;
}

/** What is to be told of a reading. */
export interface SnapshotNews {
  /** How the maildrop differs from the one that was told of before; undefined for the first. */
  readonly difference: MaildropDifference | undefined;
  /** Marks whose message was not surely found again, and that no commit of ours explains. */
  readonly lostMarks: readonly string[];
  /** The commit that was pending until this reading. */
  readonly settled: CommitOutcome | undefined;
}
