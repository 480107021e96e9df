import type { CommitReport, MarksDelta } from "@popgate/shared/api/mailbox";
import type { Maildrop } from "../../maildrop/maildrop.ts";
import { planMarks } from "../../maildrop/mark-plan.ts";
import { stillMeant } from "../../maildrop/rebind.ts";
import { commitMarks, type ShownMarks } from "./commit.ts";
import { applyMarks, takeBackMarks } from "../connection/apply-marks.ts";
import { mailboxView } from "../state/mailbox-view.ts";
import type { SessionContext } from "./session-context.ts";
import { SessionError } from "../work/session-error.ts";

export interface MarkChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** Of the rows that were pointed at; absent: those of the last reading. */
  readonly generation?: number | undefined;
}

/** Marking, taking back, and the one thing that removes: the commit. */
export class MarkActions {
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /**
   * Marks and unmarks; the reply is what has changed by what the server confirmed. Of what is to be marked, only messages that
   * are surely those that were shown.
   *
   * @throws SessionError `list-changed` if none of them is, and nothing was to be unmarked; Pop3Error the
   *   first refusal
   */
  change({ add, remove, generation }: MarkChange): Promise<MarksDelta> {
    // As it is now, not when its turn comes: a reading on the way may find another message under
    // a unique-id that the person pointed at.
    const { mailbox } = this.#context;
    const last = mailbox.maildrop;
    if (generation === undefined) return this.#change(remove, (now) => stillMeant(add, last, now));
    return this.#change(remove, () => {
      const meant = add.filter((uid) => mailbox.isSameSince(uid, generation));
      if (add.length > 0 && meant.length + remove.length === 0) {
        throw new SessionError("list-changed", "these are not the messages that were shown");
      }
      return meant;
    });
  }

  /** Marks one message. @throws SessionError `not-found` if there is none of this name; otherwise as `change` */
  mark(uid: string, generation: number | undefined): Promise<MarksDelta> {
    if (generation !== undefined) return this.change({ add: [uid], remove: [], generation });
    const last = this.#context.mailbox.maildrop;
    return this.add((now) => {
      if (!now.has(uid)) throw new SessionError("not-found", "there is no such message");
      return stillMeant([uid], last, now);
    });
  }

  /** Marks what is chosen from the maildrop as it is when its turn comes. @throws Pop3Error the first refusal */
  add(choose: (maildrop: Maildrop) => readonly string[]): Promise<MarksDelta> {
    return this.#change([], choose);
  }

  #change(remove: readonly string[], choose: (maildrop: Maildrop) => readonly string[]): Promise<MarksDelta> {
    const { work, readings, mailbox } = this.#context;
    return work.run("mark", async (causeId) => {
      const { marks } = mailbox;
      const { revision } = marks;
      const { client, sweep, maildrop } = await readings.transaction(causeId);
      const there = choose(maildrop).filter((uid) => maildrop.has(uid));
      const plan = planMarks(marks, there, remove);
      sweep.readFirst(plan.dele.filter((uid) => !marks.isOnServer(uid)));
      const refusal = await applyMarks(client, maildrop, marks, plan);
      this.#marksChanged();
      if (refusal !== undefined) throw refusal;
      return marks.since(revision);
    });
  }

  /** RSET: every mark is taken back. */
  reset(): Promise<MarksDelta> {
    const { work, readings, mailbox, notifier } = this.#context;
    return work.run("reset", async (causeId) => {
      const { marks } = mailbox;
      const { revision } = marks;
      // Whatever becomes of the connection: no later one shall set them again.
      marks.clear();
      notifier.marksChanged();
      const { client } = await readings.transaction(causeId);
      // What another gateway kept of them may have come back with the connection.
      marks.clear();
      await takeBackMarks(client, marks);
      this.#marksChanged();
      return marks.since(revision);
    });
  }

  /** QUIT, reconnect, compare. @throws SessionError `marks-differ` */
  commit({ uids: named, generation }: ShownMarks): Promise<CommitReport> {
    const uids = [...new Set(named)];
    const { work, events } = this.#context;
    return work.run("commit", async (causeId) => {
      const settled = await commitMarks(this.#context, { uids, generation }, causeId);
      if (settled !== undefined) return settled;
      const mailbox = mailboxView(this.#context.mailbox);
      const report = { removed: [], remaining: [], unknown: uids, freedOctets: 0, mailbox };
      events.emit({ type: "committed", mailboxId: mailbox.id, report });
      return report;
    });
  }

  #marksChanged(): void {
    const { notifier, mailbox } = this.#context;
    notifier.marksChanged();
    if (mailbox.connection.kind === "transaction") mailbox.connection.sweep.marksChanged();
  }
}
