import type { Marks } from "@popgate/shared/api/mailbox";
import type { Maildrop } from "./maildrop.ts";
import { planMarks, type MarkPlan } from "./mark-plan.ts";

/**
 * What the person wants gone at the next commit, and how much of it the server knows. The first lives
 * as long as the mailbox, the second as long as one POP3 session. The revision grows with every
 * change, so that a reply and an event may arrive in any order.
 */
export class MarkSet {
  #wanted: ReadonlySet<string>;
  #onServer: ReadonlySet<string> = new Set();
  #revision: number;

  /** @param revision above any that was told before */
  constructor(wanted: ReadonlySet<string> = new Set(), revision = 0) {
    this.#wanted = wanted;
    this.#revision = revision;
  }

  get revision(): number {
    return this.#revision;
  }

  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  get onServer(): ReadonlySet<string> {
    return this.#onServer;
  }

  has(uid: string): boolean {
    return this.#wanted.has(uid);
  }

  /** The set that a change asks for; unknown uids are ignored, a uid in both lists is removed. */
  changed(maildrop: Maildrop, add: readonly string[], remove: readonly string[]): ReadonlySet<string> {
    const next = new Set(this.#wanted);
    for (const uid of add) if (maildrop.has(uid)) next.add(uid);
    for (const uid of remove) next.delete(uid);
    return next;
  }

  planFor(wanted: ReadonlySet<string>): MarkPlan {
    return planMarks(this.#onServer, wanted);
  }

  want(uids: ReadonlySet<string>): void {
    this.#wanted = uids;
    this.#revision += 1;
  }

  /** What was marked elsewhere, with the revision that was told there. */
  adopt(uids: ReadonlySet<string>, revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
    this.want(uids);
  }

  /** The server has said +OK to DELE for exactly these in its present session. */
  confirm(onServer: ReadonlySet<string>): void {
    this.#onServer = onServer;
    this.#revision += 1;
  }

  /** The POP3 session is gone, and with it every DELE (RFC 1939 §6: only QUIT enters UPDATE). */
  forgetServer(): void {
    if (this.#onServer.size === 0) return;
    this.confirm(new Set());
  }

  view(maildrop: Maildrop): Marks {
    return {
      uids: [...this.#wanted],
      octets: maildrop.octetsOf(this.#wanted),
      revision: this.#revision,
      onServer: [...this.#wanted].every((uid) => this.#onServer.has(uid)),
    };
  }
}
