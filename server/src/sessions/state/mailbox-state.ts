import {
  commitOutcome,
  type CommitOutcome,
  type FatesByHeader,
  type QuitAnswer,
} from "../../maildrop/commit-outcome.ts";
import { compareMaildrops, isUnchanged } from "../../maildrop/compare.ts";
import { Lineage } from "../../maildrop/lineage.ts";
import { isMadeUp } from "../../maildrop/made-up-id.ts";
import { Maildrop } from "../../maildrop/maildrop.ts";
import { MarkSet } from "../../maildrop/marks.ts";
import { identityOf, readingOf, type MessageIdentity } from "../../maildrop/message-identity.ts";
import { rebindMarks } from "../../maildrop/rebind.ts";
import type { SignedInSession } from "../../pop3/client/client.ts";
import { Rows } from "../list/rows.ts";
import type { Account } from "../login/account.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { MaildropSnapshot, SnapshotNews } from "./maildrop-snapshot.ts";
import type { MailboxRecord, PendingCommit, RecordChange } from "../keeping/mailbox-record.ts";

/** Some minutes of them, at the pace of reconnecting; a maildrop that stays empty is empty. */
const MAX_DOUBTED_READINGS = 10;

export interface MailboxStateOptions {
  readonly id: string;
  readonly account: Account;
  /** Of an earlier process or another gateway: the connection begins released, with these marks wanted. */
  readonly record?: MailboxRecord | undefined;
}

export interface ComparedHeaders {
  /** Unique-ids whose marks are not kept: they name other messages now. */
  readonly moved: ReadonlySet<string>;
  /** Of committed messages. */
  readonly fates: FatesByHeader;
}

/**
 * All that is known of one mailbox, for every part of its session to read. Most of it outlives each
 * connection, for the server forgets it: the last reading, marks by unique-id, rows, and a commit whose
 * outcome is open. It calls nobody; who changes it tells the others.
 */
export class MailboxState {
  readonly id: string;
  readonly account: Account;
  readonly marks: MarkSet;
  readonly rows: Rows;
  /** As the server greeted the last connection that signed in, alive or not. */
  signedIn: SignedInSession | undefined;
  /** When a lost session tries again by itself, in milliseconds since the Unix epoch; undefined if it does not. */
  retryAt: number | undefined;
  #connection: ConnectionState;
  #maildrop: Maildrop;
  #octets = 0;
  #unlisted = 0;
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
  #answer: QuitAnswer = "none";
  /** The reading that the pending commit was made on; undefined where an earlier process made it. */
  #committedIn: Maildrop | undefined;
  #doubtedReadings = 0;
  #lineage = new Lineage();
  #hasUniqueIds: boolean;

  constructor({ id, account, record }: MailboxStateOptions) {
    this.id = id;
    this.account = account;
    this.#connection = record === undefined ? { kind: "connecting" } : { kind: "released", why: "restored" };
    this.#maildrop = record === undefined ? Maildrop.empty : readingOf(record.marks);
    this.#pending = record?.pending;
    this.#hasUniqueIds = this.#maildrop.messages.some(({ uid }) => !isMadeUp(uid));
    // Pages that outlived the process keep the higher revision and generation, and name the reading that they
    // show by its generation: no number of an earlier process may come again. The clock is above all of them.
    const first = record === undefined ? 0 : Math.max(Date.now(), record.revision + 1);
    this.marks = new MarkSet(this.#maildrop.messages, first);
    this.rows = new Rows((uid) => this.marks.has(uid), first);
  }

  /** What the connection is now. */
  get connection(): ConnectionState {
    return this.#connection;
  }

  /** To be called by whoever makes the connection or lets it go. */
  become(state: ConnectionState): void {
    // A commit that was under way cannot read the maildrop again: somebody else will.
    if (state.kind === "lost" || state.kind === "released") this.#isAwaited = false;
    this.#connection = state;
  }

  /**
   * What another gateway kept of this mailbox since it was known here. Its marks stand in place of ours,
   * and are looked for in the next reading.
   */
  adoptRecord({ marks, revision, pending }: MailboxRecord): void {
    const reading = readingOf(marks);
    this.#markedIn = reading;
    if (this.#checkedAt === 0) this.#maildrop = reading;
    if (pending !== undefined) this.#answer = "none";
    if (pending !== undefined) this.#committedIn = undefined;
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

  /** Messages that the server tells of and does not list. */
  get unlisted(): number {
    return this.#unlisted;
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

  /** What the pending commit is to remove, and the reading that it was made on. */
  get committed(): { readonly messages: readonly MessageIdentity[]; readonly before: Maildrop | undefined } {
    return { messages: this.#pending?.committed ?? [], before: this.#committedIn };
  }

  /** QUIT is about to be sent: from now on only a reading tells what became of these messages. */
  beginCommit(uids: readonly string[]): void {
    this.#isAwaited = true;
    this.#answer = "none";
    this.#committedIn = this.#maildrop;
    this.#doubtedReadings = 0;
    this.#pending = { committed: identitiesIn(this.#maildrop, uids) };
  }

  /** QUIT was not sent after all. */
  callOffCommit(): void {
    this.#isAwaited = false;
    this.#pending = undefined;
  }

  /** Behind +OK, what the next reading does not show is gone. */
  commitAnswered(answer: QuitAnswer): void {
    this.#answer = answer;
  }

  /**
   * An empty maildrop behind a QUIT that was refused: as a rule maintenance, and no word about the messages. It is
   * not believed at once, so that the marks stay and the commit stays open until more can be seen.
   */
  doubts({ maildrop }: MaildropSnapshot): boolean {
    const isDoubtful =
      this.#pending !== undefined && this.#answer === "refused" && maildrop.messages.length === 0;
    if (!isDoubtful || this.#doubtedReadings >= MAX_DOUBTED_READINGS) return false;
    this.#doubtedReadings += 1;
    return true;
  }

  /** Whether this is the message that pages of that generation show under its name; false in doubt. */
  isSameSince(uid: string, generation: number): boolean {
    const isKnown = this.#maildrop.has(uid) && generation <= this.rows.generation;
    return isKnown && this.#lineage.isSameSince(uid, generation);
  }

  /**
   * At once and as a whole: the next reading compares with this one, even if nothing else succeeds.
   *
   * @param isAsked a person wants to see it: rows count as new even if nothing changed
   * @param compared what the headers told where names do not
   */
  adopt(
    { maildrop, octets, hasUniqueIds, unlisted }: MaildropSnapshot,
    isAsked: boolean,
    { moved, fates }: ComparedHeaders,
  ): void {
    const before = this.#maildrop;
    const isSame = this.#checkedAt !== 0 && isUnchanged(compareMaildrops(before, maildrop));
    this.#settled =
      this.#pending === undefined
        ? undefined
        : commitOutcome(this.#pending.committed, maildrop, this.#answer, this.#committedIn, fates);
    const committed = explained(this.#settled);
    const marked = new Set(this.marks.uids());
    this.#found = rebindMarks(
      withoutAll(withoutCommittedTwins(marked, this.#pending), moved),
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
    this.#unlisted = unlisted;
    this.#hasUniqueIds = hasUniqueIds;
    this.#checkedAt = Date.now();
    // Rows of a reading that is the same as the last one need not be asked for again.
    if (isAsked || !isSame || this.#settled !== undefined) this.rows.adopt(maildrop);
    this.#lineage.read(before, maildrop, this.rows.generation);
  }

  /** The reading stands, and the marks are set again: its news, for the one time that they are told. A pending commit is settled. */
  takeNews(): SnapshotNews {
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
    this.#committedIn = undefined;
    this.#isAwaited = false;
    return { difference, lostMarks, settled };
  }

  /** What outlives this session. */
  record(): MailboxRecord {
    return {
      account: this.account,
      marks: identitiesIn(this.#markedIn ?? this.#maildrop, this.marks.uids()),
      revision: this.#revision,
      ...(this.#pending === undefined ? {} : { pending: this.#pending }),
    };
  }

  /**
   * What of the record is other than at this revision of the marks. Undefined where that is not known any more,
   * or longer than the record.
   */
  changeSince(revision: number): RecordChange | undefined {
    const { added, removed } = this.marks.since(revision);
    if (removed === "all") return undefined;
    const identities = identitiesIn(this.#markedIn ?? this.#maildrop, added);
    return { added: identities, removed, revision: this.#revision };
  }

  /** Above both that pages know: the clock of the next process may be behind. */
  get #revision(): number {
    return Math.max(this.marks.revision, this.rows.generation);
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

function withoutAll(uids: ReadonlySet<string>, left: ReadonlySet<string>): ReadonlySet<string> {
  return left.size === 0 ? uids : new Set([...uids].filter((uid) => !left.has(uid)));
}

function identitiesIn(maildrop: Maildrop, uids: Iterable<string>): MessageIdentity[] {
  const identities: MessageIdentity[] = [];
  for (const uid of uids) {
    const message = maildrop.find(uid);
    if (message !== undefined) identities.push(identityOf(message));
  }
  return identities;
}

/** What is told of a commit is not told once more as somebody else's doing. */
function explained(settled: CommitOutcome | undefined): ReadonlySet<string> {
  return new Set(settled === undefined ? [] : [...settled.removed, ...settled.unknown]);
}
