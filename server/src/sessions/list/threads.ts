import type { ThreadKeys } from "../../messages/thread-keys.ts";

/** Which messages of a reading belong together. */
export interface Threads {
  /** By place: the place of the thread's first message. */
  readonly rootOf: Int32Array;
  /** By the place of a root: how many messages there are in its thread. */
  readonly sizeOf: Int32Array;
}

/**
 * Groups messages by Message-ID, In-Reply-To and References. An answer whose references lead nowhere goes
 * to the first message of the same topic; messages that only share a subject stay apart, since every
 * month's invoice is called "Invoice".
 *
 * @param keys by place in the reading; undefined where the header is not known
 */
export function findThreads(keys: readonly (ThreadKeys | undefined)[]): Threads {
  const groups = new Groups(keys.length);
  const bearer = new Map<number, number>();
  for (const [place, each] of keys.entries()) {
    // Each id that is named gets a bearer, so that two answers find each other without the original.
    for (const id of each === undefined ? [] : [each.id, ...each.references]) {
      if (id === 0) continue;
      const known = bearer.get(id);
      if (known === undefined) bearer.set(id, place);
      else groups.join(known, place);
    }
  }
  joinByTopic(keys, groups);
  return groups.result();
}

function joinByTopic(keys: readonly (ThreadKeys | undefined)[], groups: Groups): void {
  const first = new Map<number, number>();
  for (const [place, each] of keys.entries()) {
    if (each === undefined || each.topic === 0) continue;
    const earlier = first.get(each.topic);
    if (earlier === undefined) first.set(each.topic, place);
    else if (each.isReply && groups.isAlone(place)) groups.join(earlier, place);
  }
}

/** Disjoint sets, with the first place of each as its root. */
class Groups {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(places: number) {
    this.#parent = Int32Array.from({ length: places }, (_, place) => place);
    this.#size = new Int32Array(places).fill(1);
  }

  isAlone(place: number): boolean {
    return this.#size[this.#rootOf(place)] === 1;
  }

  join(left: number, right: number): void {
    const one = this.#rootOf(left);
    const other = this.#rootOf(right);
    if (one === other) return;
    const root = Math.min(one, other);
    const joined = Math.max(one, other);
    this.#parent[joined] = root;
    this.#size[root] = this.#sizeAt(root) + this.#sizeAt(joined);
  }

  result(): Threads {
    const rootOf = Int32Array.from(this.#parent, (_, place) => this.#rootOf(place));
    return { rootOf, sizeOf: this.#size };
  }

  #rootOf(place: number): number {
    let at = place;
    for (let up = this.#up(at); up !== at; up = this.#up(at)) {
      // Halving the way as it is walked keeps it short for everybody behind.
      this.#parent[at] = this.#up(up);
      at = up;
    }
    return at;
  }

  #up(place: number): number {
    return this.#parent[place] ?? place;
  }

  #sizeAt(place: number): number {
    return this.#size[place] ?? 0;
  }
}

/**
 * The same messages with each thread together: a thread stands where the first of its messages stood, and
 * in itself in the order of arrival.
 */
export function gathered(places: readonly number[], { rootOf }: Threads): number[] {
  const threads = new Map<number, number[]>();
  for (const place of places) {
    const root = rootOf[place] ?? place;
    const members = threads.get(root);
    if (members === undefined) threads.set(root, [place]);
    else members.push(place);
  }
  const gatheredPlaces: number[] = [];
  for (const members of threads.values()) {
    if (members.length > 1) members.sort((left, right) => left - right);
    for (const place of members) gatheredPlaces.push(place);
  }
  return gatheredPlaces;
}
