import type { Marks, MarksDelta, MarksSummary } from "@popgate/shared/api/mailbox";

interface Known {
  readonly revision: number;
  readonly uids: ReadonlySet<string>;
}

/**
 * All that a browser ever heard of one mailbox's marks. Replies and events may come in any order, so the
 * page keeps the higher revision, and puts together what has changed since the one that it knows: that is right
 * only if a revision means one thing, whichever way it was heard, and never goes down.
 */
export class MarksHeard {
  readonly complaints: string[] = [];
  readonly #sums = new Map<number, string>();
  readonly #meanings = new Map<number, string>();
  readonly #last = new Map<string, number>();
  /** All marks, as each channel put them together. */
  readonly #known = new Map<string, Known>();

  /** What came after everything else that came this way. */
  summary(channel: string, summary: MarksSummary): void {
    this.#sum(summary);
    this.#rise(channel, summary.revision);
    if (summary.count === 0) this.#learn(channel, { revision: summary.revision, uids: new Set() });
  }

  /** In the order of its channel, or not: what can be put together is. @returns all marks, where they are known */
  delta(channel: string, delta: MarksDelta): ReadonlySet<string> | undefined {
    this.#sum(delta);
    if (channel !== "calls") this.#rise(channel, delta.revision);
    const { from, revision, added, removed } = delta;
    const known = this.#known.get(channel);
    if (known !== undefined && known.revision >= revision) return known.uids;
    if (removed !== "all" && (known === undefined || from > known.revision)) return undefined;
    const uids = new Set(removed === "all" ? [] : known?.uids);
    for (const uid of removed === "all" ? [] : removed) uids.delete(uid);
    for (const uid of added) uids.add(uid);
    this.#learn(channel, { revision, uids });
    return uids;
  }

  whole(channel: string, { uids, ...summary }: Marks): void {
    this.#sum(summary);
    if (uids.length !== summary.count) this.complaints.push(`${summary.count} marks, and ${uids.join()}`);
    this.#learn(channel, { revision: summary.revision, uids: new Set(uids) });
  }

  newChannel(channel: string): void {
    this.#last.delete(channel);
    this.#known.delete(channel);
  }

  forget(): void {
    for (const each of [this.#sums, this.#meanings, this.#last, this.#known]) each.clear();
  }

  #learn(channel: string, known: Known): void {
    this.#known.set(channel, known);
    this.#requireOne(this.#meanings, known.revision, [...known.uids].toSorted().join());
  }

  #sum({ count, octets, revision, onServer }: MarksSummary): void {
    const where = onServer ? "on the server" : "not on the server";
    this.#requireOne(this.#sums, revision, `${count} of ${octets} octets, ${where}`);
  }

  #requireOne(meanings: Map<number, string>, revision: number, meaning: string): void {
    const earlier = meanings.get(revision) ?? meaning;
    meanings.set(revision, meaning);
    if (earlier !== meaning) {
      this.complaints.push(`revision ${revision} meant "${earlier}" and means "${meaning}"`);
    }
  }

  #rise(channel: string, revision: number): void {
    const last = this.#last.get(channel) ?? 0;
    this.#last.set(channel, revision);
    if (revision < last) this.complaints.push(`${channel}: the revision fell from ${last} to ${revision}`);
  }
}
