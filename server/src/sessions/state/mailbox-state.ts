import { commitOutcome, type CommitOutcome } from "../../maildrop/commit-outcome.ts";
import { compareMaildrops, isUnchanged, type MaildropDifference } from "../../maildrop/compare.ts";
import { Lineage } from "../../maildrop/lineage.ts";
import { isMadeUp } from "../../maildrop/made-up-id.ts";
import { Maildrop } from "../../maildrop/maildrop.ts";
import { MarkSet } from "../../maildrop/marks.ts";
import { factsOf, readingOf, type MessageFacts } from "../../maildrop/message-facts.ts";
import { rebindMarks } from "../../maildrop/rebind.ts";
import { Rows } from "../list/rows.ts";
import type { PendingCommit, MailboxRecord } from "../keeping/mailbox-record.ts";

/** The maildrop as one session shows it. */
export interface MaildropSnapshot {
  readonly maildrop: Maildrop;
  readonly octets: number;
  /** Whether the server named its messages (UIDL); otherwise the names are made up. */
  readonly hasUniqueIds: boolean;
}

/** What is to be told of a reading. */
export interface ReadingNews {
  /** How the maildrop differs from the one that was told of before; undefined for the first. */
  readonly difference: MaildropDifference | undefined;
  /** Marks whose message was not surely found again, and that no commit of ours explains. */
  readonly lostMarks: readonly string[];
  /** The commit that was pending until this reading. */
  readonly settled: CommitOutcome | undefined;
}

/**
 * What of a mailbox is not the server's to forget, so that it outlives every connection: the last
 * reading, marks by unique-id, rows, and a commit whose outcome is open.
 */
export class MailboxState {
  readonly marks: MarkSet;
  readonly rows: Rows;
  #maildrop: Maildrop;
  #octets = 0;
  #checkedAt = 0;
  /** The reading that pages know: one whose connection failed in the middle was never told. */
  #told: Maildrop | undefined;
  /** Where what is marked was seen, if not in the last reading: at another gateway. */
  #markedIn: Maildrop | undefined;
  readonly #lostMarks = new Set<string>();
  /** Marks that are to be set again. */
  #found: ReadonlySet<string> = new Set();
  #settled: CommitOutcome | undefined;
  #pending: PendingCommit | undefined;
  #isAwaited = false;
  #isAnswered = false;
  #lineage = new Lineage();
  #hasUniqueIds: boolean;

  constructor(record: MailboxRecord | undefined) {
    this.#maildrop = record === undefined ? Maildrop.empty : readingOf(record.marks);
    this.#pending = record?.pending;
    this.#hasUniqueIds = this.#maildrop.messages.some(({ uid }) => !isMadeUp(uid));
    // Pages that outlived the process keep the higher revision and generation, and name the reading that they
    // show by its generation: no number of an earlier process may come again. The clock is above all of them.
    const first = record === undefined ? 0 : Math.max(Date.now(), record.revision + 1);
    this.marks = new MarkSet(this.#maildrop.messages, first);
    this.rows = new Rows((uid) => this.marks.has(uid), first);
  }

  /**
   * What another gateway kept of this mailbox since it was known here. Its marks stand in place of ours,
   * and are looked for in the next reading.
   */
  adoptKept({ marks, revision, pending }: MailboxRecord): void {
    const reading = readingOf(marks);
    this.#markedIn = reading;
    if (this.#checkedAt === 0) this.#maildrop = reading;
    if (pending !== undefined) this.#isAnswered = false;
    this.#pending = pending ?? this.#pending;
    // What was there in between was seen elsewhere.
    this.#lineage = new Lineage();
    this.#hasUniqueIds ||= reading.messages.some(({ uid }) => !isMadeUp(uid));
    this.marks.adopt(reading.messages, revision);
    this.rows.overtake();
  }

  /** The last reading; of a restored session the marked messages only. */
  get maildrop(): Maildrop {
    return this.#maildrop;
  }

  /** Whether the server has named its messages before, in this process or an earlier one. */
  get hasUniqueIds(): boolean {
    return this.#hasUniqueIds;
  }

  /** As STAT told it, or the sum of LIST. */
  get octets(): number {
    return this.#octets;
  }

  /** When it was read, in milliseconds since the Unix epoch; 0 before the first reading. */
  get checkedAt(): number {
    return this.#checkedAt;
  }

  get pending(): PendingCommit | undefined {
    return this.#pending;
  }

  /** The pending commit, unless the commit itself still waits for its outcome. */
  get unsettled(): PendingCommit | undefined {
    return this.#isAwaited ? undefined : this.#pending;
  }

  /** QUIT is about to be sent: from now on only a reading tells what became of these messages. */
  beginCommit(uids: readonly string[]): void {
    this.#isAwaited = true;
    this.#isAnswered = false;
    this.#pending = { committed: factsIn(this.#maildrop, uids) };
  }

  /** QUIT was not sent after all. */
  callOffCommit(): void {
    this.#isAwaited = false;
    this.#pending = undefined;
  }

  /** QUIT was answered +OK: what the next reading does not show is gone. */
  commitAnswered(): void {
    this.#isAnswered = true;
  }

  /** Whether this is the message that pages of that generation show under its name; false in doubt. */
  isSameSince(uid: string, generation: number): boolean {
    const isKnown = this.#maildrop.has(uid) && generation <= this.rows.generation;
    return isKnown && this.#lineage.isSameSince(uid, generation);
  }

  /** The commit could not read the maildrop again: somebody else will. */
  leaveUnsettled(): void {
    this.#isAwaited = false;
  }

  /**
   * At once and as a whole: the next reading compares with this one, even if nothing else succeeds.
   *
   * @param isAsked a person wants to see it: rows count as new even if nothing changed
   */
  adopt({ maildrop, octets, hasUniqueIds }: MaildropSnapshot, isAsked: boolean): void {
    const before = this.#maildrop;
    const isSame = this.#checkedAt !== 0 && isUnchanged(compareMaildrops(before, maildrop));
    this.#settled =
      this.#pending === undefined
        ? undefined
        : commitOutcome(this.#pending.committed, maildrop, this.#isAnswered);
    const committed = explained(this.#settled);
    const marked = new Set(this.marks.uids());
    this.#found = rebindMarks(
      withoutCommittedTwins(marked, this.#pending),
      this.#markedIn ?? before,
      maildrop,
    );
    this.#markedIn = undefined;
    this.marks.retain(this.#found);
    for (const uid of marked) {
      if (!this.marks.has(uid) && !committed.has(uid)) this.#lostMarks.add(uid);
    }
    this.#maildrop = maildrop;
    this.#octets = octets;
    this.#hasUniqueIds = hasUniqueIds;
    this.#checkedAt = Date.now();
    // Rows of a reading that is the same as the last one need not be asked for again.
    if (isAsked || !isSame || this.#settled !== undefined) this.rows.adopt(maildrop);
    this.#lineage.read(before, maildrop, this.rows.generation);
  }

  /** The reading stands, and the marks are set again: its news, for the one time that they are told. A pending commit is settled. */
  takeNews(): ReadingNews {
    const settled = this.#settled;
    // The server would not take some of them again.
    for (const uid of this.#found) if (!this.marks.has(uid)) this.#lostMarks.add(uid);
    const lostMarks = [...this.#lostMarks];
    const told = this.#told;
    const committed = explained(settled);
    const all = told === undefined ? undefined : compareMaildrops(told, this.#maildrop);
    const difference =
      all === undefined ? undefined : { ...all, removed: all.removed.filter((uid) => !committed.has(uid)) };
    this.#told = this.#maildrop;
    this.#lostMarks.clear();
    this.#settled = undefined;
    this.#pending = undefined;
    this.#isAwaited = false;
    return { difference, lostMarks, settled };
  }

  /** What outlives this process. */
  written(): Omit<MailboxRecord, "account"> {
    return {
      marks: factsIn(this.#markedIn ?? this.#maildrop, [...this.marks.uids()]),
      // Above both that pages know: the clock of the next process may be behind.
      revision: Math.max(this.marks.revision, this.rows.generation),
      ...(this.#pending === undefined ? {} : { pending: this.#pending }),
    };
  }
}

/** Who bears their name after a commit may be they, or others that came meanwhile: nothing tells. */
function withoutCommittedTwins(
  marked: ReadonlySet<string>,
  pending: PendingCommit | undefined,
): ReadonlySet<string> {
  const twins = pending?.committed.filter(({ sharedBy }) => sharedBy !== 1) ?? [];
  if (twins.length === 0) return marked;
  const committed = new Set(twins.map(({ uid }) => uid));
  return new Set([...marked].filter((uid) => !committed.has(uid)));
}

function factsIn(maildrop: Maildrop, uids: readonly string[]): MessageFacts[] {
  return uids.flatMap((uid) => {
    const message = maildrop.find(uid);
    return message === undefined ? [] : [factsOf(message)];
  });
}

/** What is told of a commit is not told once more as somebody else's doing. */
function explained(settled: CommitOutcome | undefined): ReadonlySet<string> {
  return new Set(settled === undefined ? [] : [...settled.removed, ...settled.unknown]);
}
