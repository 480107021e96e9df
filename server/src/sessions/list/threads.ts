import type { ThreadKeys } from "./thread-keys.ts";

/** Which messages of a reading belong together. */
export interface Threads {
  /** By place: the place of the thread's first message. */
  readonly rootOf: Int32Array;
  /** By the place of a root: how many messages there are in its thread. */
  readonly sizeOf: Int32Array;
}

/**
 * Groups messages by Message-ID, In-Reply-To and References, as their headers arrive. An answer whose
 * references lead nowhere goes to the first message of the same topic; messages that only share a subject
 * stay apart, since every month's invoice is called "Invoice".
 */
export class ThreadIndex {
  readonly #keys: (ThreadKeys | undefined)[];
  readonly #groups: Groups;
  /** Each id that is named has one, so that two answers find each other without the original. */
  readonly #bearer = new Map<number, number>();

  /** @param keys by place in the reading; undefined where the header is not known */
  constructor(keys: readonly (ThreadKeys | undefined)[]) {
    this.#keys = [...keys];
    this.#groups = Groups.of(keys.length);
    for (const [place, each] of keys.entries()) if (each !== undefined) this.#join(place, each);
  }

  /** A header was read, or had to go: what it has told stays true. */
  learned(place: number, keys: ThreadKeys | undefined): void {
    if (keys === undefined) return;
    this.#keys[place] = keys;
    this.#join(place, keys);
  }

  threads(): Threads {
    const groups = this.#groups.clone();
    joinByTopic(this.#keys, groups);
    return groups.result();
  }

  #join(place: number, { id, references }: ThreadKeys): void {
    this.#name(place, id);
    for (const reference of references) this.#name(place, reference);
  }

  #name(place: number, id: number): void {
    if (id === 0) return;
    const known = this.#bearer.get(id);
    if (known === undefined) this.#bearer.set(id, place);
    else this.#groups.join(known, place);
  }
}

function joinByTopic(keys: readonly (ThreadKeys | undefined)[], groups: Groups): void {
  const wanted = new Set<number>();
  for (let place = 0; place < keys.length; place += 1) {
    const each = keys[place];
    if (each?.isReply === true && each.topic !== 0 && groups.isAlone(place)) wanted.add(each.topic);
  }
  if (wanted.size === 0) return;
  const first = new Map<number, number>();
  for (let place = 0; place < keys.length; place += 1) {
    const each = keys[place];
    if (each === undefined || !wanted.has(each.topic)) continue;
    const earlier = first.get(each.topic);
    if (earlier === undefined) first.set(each.topic, place);
    else if (each.isReply && groups.isAlone(place)) groups.join(earlier, place);
  }
}

/** Disjoint sets, with the first place of each as its root. */
class Groups {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(parent: Int32Array, size: Int32Array) {
    this.#parent = parent;
    this.#size = size;
  }

  /** Each place alone. */
  static of(places: number): Groups {
    const parent = Int32Array.from({ length: places }, (_, place) => place);
    return new Groups(parent, new Int32Array(places).fill(1));
  }

  clone(): Groups {
    return new Groups(this.#parent.slice(), this.#size.slice());
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
    const rootOf = new Int32Array(this.#parent.length);
    for (let place = 0; place < rootOf.length; place += 1) rootOf[place] = this.#rootOf(place);
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
export function gathered(places: readonly number[], { rootOf, sizeOf }: Threads): number[] {
  const threads = new Map<number, number[]>();
  const order: (number | number[])[] = [];
  for (const place of places) {
    const root = rootOf[place] ?? place;
    // Most are alone.
    if (sizeOf[root] === 1) {
      order.push(place);
      continue;
    }
    const members = threads.get(root);
    if (members === undefined) {
      const begun = [place];
      threads.set(root, begun);
      order.push(begun);
    } else members.push(place);
  }
  for (const members of threads.values()) members.sort((left, right) => left - right);
  return order.flat();
}
