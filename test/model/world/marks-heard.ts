import type { Marks } from "@popgate/shared/api/mailbox";

/**
 * All that a browser ever heard of one mailbox's marks. Replies and events may come in any order, so the
 * page keeps the higher revision: that is right only if a revision means one thing and never goes down.
 */
export class MarksHeard {
  readonly complaints: string[] = [];
  readonly #meaning = new Map<number, string>();
  readonly #last = new Map<string, number>();

  marks({ uids, revision, onServer }: Marks): void {
    const meaning = `${uids.toSorted().join()} ${onServer ? "on the server" : "not on the server"}`;
    const earlier = this.#meaning.get(revision) ?? meaning;
    this.#meaning.set(revision, meaning);
    if (earlier !== meaning) {
      this.complaints.push(`revision ${revision} meant "${earlier}" and means "${meaning}"`);
    }
  }

  /** What came after everything else that came this way. */
  inOrder(channel: string, marks: Marks): void {
    this.marks(marks);
    const last = this.#last.get(channel) ?? 0;
    this.#last.set(channel, marks.revision);
    if (marks.revision < last) {
      this.complaints.push(`${channel}: the revision fell from ${last} to ${marks.revision}`);
    }
  }

  newChannel(channel: string): void {
    this.#last.delete(channel);
  }

  forget(): void {
    this.#meaning.clear();
    this.#last.clear();
  }
}
