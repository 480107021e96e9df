/**
 * Which messages were marked or unmarked at which revision, so that whoever knows an earlier revision is told of
 * those alone. It never holds more than are marked together: from there on, telling all of them is shorter.
 */
export class MarkLog {
  readonly #entries: { readonly revision: number; readonly uids: readonly string[] }[] = [];
  #size = 0;
  /** The earliest revision that changes can be told from. */
  #start: number;

  /** @param start the revision that it begins with */
  constructor(start: number) {
    this.#start = start;
  }

  /** @param marked how many messages are marked now */
  changed(revision: number, uids: readonly string[], marked: number): void {
    if (uids.length === 0) return;
    this.#entries.push({ revision, uids });
    this.#size += uids.length;
    while (this.#size > marked) {
      const oldest = this.#entries.shift();
      if (oldest === undefined) return;
      this.#size -= oldest.uids.length;
      this.#start = oldest.revision;
    }
  }

  /** All that was changed after a revision, each once; undefined where that is not known any more. */
  since(revision: number): ReadonlySet<string> | undefined {
    if (revision < this.#start) return undefined;
    const uids = new Set<string>();
    for (let at = this.#entries.length - 1; at >= 0; at -= 1) {
      const entry = this.#entries[at];
      if (entry === undefined || entry.revision <= revision) break;
      for (const uid of entry.uids) uids.add(uid);
    }
    return uids;
  }
}
