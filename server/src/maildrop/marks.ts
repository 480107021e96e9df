import type { Marks, MarksDelta, MarksSummary } from "@popgate/shared/api/mailbox";
import type { MaildropMessage } from "./maildrop.ts";
import { MarkLog } from "./mark-log.ts";
import type { MarkPlan, PlannedMarks } from "./mark-plan.ts";

/** A size that the server does not tell is null, and counts as 0. */
export type MarkedMessage = Pick<MaildropMessage, "uid" | "octets">;

/**
 * What the person wants gone at the next commit, and how much of it the server knows. The first lives
 * as long as the mailbox, the second as long as one POP3 session. The revision grows with every change
 * that can be seen from outside, and each method here makes one change at most: whoever knows the marks of some
 * revision (a page, the store) asks `since` for what is different now. What is changed and told costs as much
 * as the change, however much is marked.
 */
export class MarkSet implements PlannedMarks {
  /** Octets by unique-id. */
  readonly #wanted = new Map<string, number>();
  #octets = 0;
  #missing = new Set<string>();
  #unwanted = new Set<string>();
  #revision: number;
  #log: MarkLog;
  /** What the revision says of the server. */
  #wasOnServer: boolean;
  /** Wanted or not wanted any more, since the revision. */
  #touched: string[] = [];

  /** @param revision above any that was told before */
  constructor(wanted: Iterable<MarkedMessage> = [], revision = 0) {
    for (const message of wanted) this.#want(message);
    this.#touched = [];
    this.#revision = revision;
    this.#log = new MarkLog(revision);
    this.#wasOnServer = this.#missing.size === 0;
  }

  get revision(): number {
    return this.#revision;
  }

  get count(): number {
    return this.#wanted.size;
  }

  has(uid: string): boolean {
    return this.#wanted.has(uid);
  }

  /** All that are wanted, in the order in which they were marked. */
  uids(): Iterable<string> {
    return this.#wanted.keys();
  }

  isOnServer(uid: string): boolean {
    return this.#unwanted.has(uid) || (this.#wanted.has(uid) && !this.#missing.has(uid));
  }

  get missing(): ReadonlySet<string> {
    return this.#missing;
  }

  get unwanted(): ReadonlySet<string> {
    return this.#unwanted;
  }

  /** Whether QUIT would remove exactly what is wanted. */
  get isSameOnServer(): boolean {
    return this.#missing.size === 0 && this.#unwanted.size === 0;
  }

  /**
   * The server has carried out a plan, in the session in which it was made.
   *
   * @param taken by DELE, as the server answered +OK to
   * @param refused of those that the plan meant to mark: they are not wanted any more
   */
  carriedOut(plan: MarkPlan, taken: Iterable<MarkedMessage>, refused: Iterable<string>): void {
    if (plan.isReset) this.#takeOffServer();
    for (const uid of plan.removed) this.#unwant(uid);
    for (const message of taken) {
      this.#want(message);
      this.#missing.delete(message.uid);
    }
    for (const uid of refused) this.#unwant(uid);
    this.#changed();
  }

  /** Nothing is wanted any more; the server may still have marks then. */
  clear(): void {
    for (const uid of this.#wanted.keys()) this.#unwant(uid);
    this.#changed();
  }

  /** Of what is wanted, only these. */
  retain(uids: ReadonlySet<string>): void {
    for (const uid of this.#wanted.keys()) if (!uids.has(uid)) this.#unwant(uid);
    this.#changed();
  }

  /** What was marked elsewhere takes the place of all marks, with the revision that was told there. */
  adopt(wanted: Iterable<MarkedMessage>, revision: number): void {
    for (const uid of this.#wanted.keys()) this.#unwant(uid);
    for (const message of wanted) this.#want(message);
    this.#touched = [];
    this.#revision = Math.max(this.#revision, revision) + 1;
    this.#log = new MarkLog(this.#revision);
    this.#wasOnServer = this.#missing.size === 0;
  }

  /** RSET, or the POP3 session is gone, and with it every DELE (RFC 1939 §6: only QUIT enters UPDATE). */
  forgetServer(): void {
    this.#takeOffServer();
    this.#changed();
  }

  summary(): MarksSummary {
    return {
      count: this.#wanted.size,
      octets: this.#octets,
      revision: this.#revision,
      onServer: this.#missing.size === 0,
    };
  }

  /** All of them. */
  whole(): Marks {
    return { uids: [...this.#wanted.keys()], ...this.summary() };
  }

  /**
   * What is different from an earlier revision: every message that was marked or unmarked since, as it is now.
   * Where that is not known any more, or longer than all marks: the whole, which stands in place of any.
   */
  since(revision: number): MarksDelta {
    const touched = this.#log.since(revision);
    const summary = this.summary();
    if (touched === undefined) {
      return { from: revision, added: [...this.#wanted.keys()], removed: "all", ...summary };
    }
    const added: string[] = [];
    const removed: string[] = [];
    for (const uid of touched) (this.#wanted.has(uid) ? added : removed).push(uid);
    return { from: revision, added, removed, ...summary };
  }

  #want({ uid, octets }: MarkedMessage): void {
    if (this.#wanted.has(uid)) return;
    this.#wanted.set(uid, octets ?? 0);
    this.#octets += octets ?? 0;
    this.#missing.add(uid);
    this.#touched.push(uid);
  }

  #unwant(uid: string): void {
    const octets = this.#wanted.get(uid);
    if (octets === undefined) return;
    if (!this.#missing.delete(uid)) this.#unwanted.add(uid);
    this.#wanted.delete(uid);
    this.#octets -= octets;
    this.#touched.push(uid);
  }

  #takeOffServer(): void {
    if (this.#unwanted.size > 0) this.#unwanted = new Set();
    if (this.#missing.size < this.#wanted.size) this.#missing = new Set(this.#wanted.keys());
  }

  #changed(): void {
    const isOnServer = this.#missing.size === 0;
    const uids = this.#touched;
    if (uids.length === 0 && isOnServer === this.#wasOnServer) return;
    this.#touched = [];
    this.#wasOnServer = isOnServer;
    this.#revision += 1;
    this.#log.changed(this.#revision, uids, this.#wanted.size);
  }
}
