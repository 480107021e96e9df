import { endianness } from "node:os";

/** A maildrop's listing has a million lines at most: a place takes 20 bits. */
const PLACE_BITS = 20;
/** What is left of 64 bits for what is sorted by. */
const KEY_LIMIT = 2 ** (64 - PLACE_BITS);
const LOW_KEY_LIMIT = 2 ** (32 - PLACE_BITS);
const LOW = endianness() === "LE" ? 0 : 1;
/** So few texts are compared in pairs. */
const FEW = 12;

/** A number, or a text that is compared by its code units; undefined where the row does not tell. */
export type SortKey = string | number | undefined;

/** The places of the keys that tell, in their order; equal ones with the highest place first. */
export function sortedPlaces(keys: readonly SortKey[], isDescending: boolean): number[] {
  const places: number[] = [];
  for (let place = keys.length - 1; place >= 0; place -= 1) if (keys[place] !== undefined) places.push(place);
  if (places.some((place) => typeof keys[place] === "string")) return byText(places, keys, isDescending);
  return byNumber(places, keys, isDescending);
}

function byNumber(places: readonly number[], keys: readonly SortKey[], isDescending: boolean): number[] {
  const value = (place: number) => Number(keys[place]);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (const place of places) {
    const each = value(place);
    least = Math.min(least, each);
    most = Math.max(most, each);
    isWhole &&= Number.isSafeInteger(each);
  }
  if (!isWhole || most - least >= KEY_LIMIT) {
    const direction = isDescending ? -1 : 1;
    return places.toSorted((left, right) => (value(left) - value(right)) * direction || right - left);
  }
  const pairs = new PackedPairs(places.length);
  for (const [at, place] of places.entries()) {
    pairs.set(at, isDescending ? most - value(place) : value(place) - least);
  }
  pairs.sort();
  return places.map((_, at) => places[pairs.index(at)] ?? 0);
}

/** How many code units of a text one pass looks at, and how many values each may have; 0 is a text's end. */
type Pass = { readonly units: number; readonly base: number };

/** Code units up to U+00FE, which is what most keys are made of, or all of them. */
const NARROW: Pass = { units: 5, base: 2 ** 8 };
const WIDE: Pass = { units: 2, base: 2 ** 17 };
const NOT_NARROW = /[\u00ff-\uffff]/;

/**
 * By their first code units as one number, and whatever is still equal by those behind them: of 100,000
 * texts that takes a third of what comparing them takes.
 */
function byText(places: number[], keys: readonly SortKey[], isDescending: boolean): number[] {
  const texts = places.map((place) => String(keys[place]));
  const pass = texts.some((text) => NOT_NARROW.test(text)) ? WIDE : NARROW;
  // Indices of `places`, which stand in the order of equal texts.
  const order = Uint32Array.from(places.keys());
  const open: Group[] = [{ from: 0, to: order.length, depth: 0 }];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (group.to - group.from <= FEW) sortFew(order, texts, group, isDescending);
    else open.push(...sortGroup(order, texts, { ...group, pass, isDescending }));
  }
  return Array.from(order, (index) => places[index] ?? 0);
}

/** Texts that are the same up to `depth`. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** @returns what is not told apart yet */
function sortGroup(
  order: Uint32Array,
  texts: readonly string[],
  group: Group & { readonly pass: Pass; readonly isDescending: boolean },
): Group[] {
  const { from, to, pass, isDescending } = group;
  const depth = sharedLength(order, texts, group);
  const most = pass.base ** pass.units - 1;
  const before = order.slice(from, to);
  const pairs = new PackedPairs(before.length);
  for (let at = 0; at < before.length; at += 1) {
    const key = unitsOf(texts[before[at] ?? 0] ?? "", depth, pass);
    pairs.set(at, isDescending ? most - key : key);
  }
  pairs.sort();
  for (let at = 0; at < before.length; at += 1) order[from + at] = before[pairs.index(at)] ?? 0;
  const groups: Group[] = [];
  const next = depth + pass.units;
  for (let first = 0, at = 1; at <= before.length; at += 1) {
    if (at < before.length && pairs.isSame(first, at)) continue;
    const same = { from: from + first, to: from + at, depth: next };
    if (at - first > 1 && goesOn(order, texts, same)) groups.push(same);
    first = at;
  }
  return groups;
}

/** How far the group's texts surely begin alike, as those of a mailing list do: no pass is needed for that. */
function sharedLength(order: Uint32Array, texts: readonly string[], { from, to, depth }: Group): number {
  let shared = texts[order[from] ?? 0] ?? "";
  for (let at = from + 1; at < to; at += 1) {
    const text = texts[order[at] ?? 0] ?? "";
    while (shared.length > depth && !text.startsWith(shared)) {
      shared = shared.slice(0, (depth + shared.length) >>> 1);
    }
  }
  return Math.max(depth, shared.length);
}

/** Texts that have all ended and were the same so far are the same. */
function goesOn(order: Uint32Array, texts: readonly string[], { from, to, depth }: Group): boolean {
  for (let at = from; at < to; at += 1) if ((texts[order[at] ?? 0]?.length ?? 0) > depth) return true;
  return false;
}

/** Each is brought to its place among those before it: for so few that costs less than anything else. */
function sortFew(
  order: Uint32Array,
  texts: readonly string[],
  { from, to }: Group,
  isDescending: boolean,
): void {
  for (let end = from + 1; end < to; end += 1) {
    const index = order[end] ?? 0;
    const text = texts[index] ?? "";
    let at = end;
    for (; at > from; at -= 1) {
      const before = texts[order[at - 1] ?? 0] ?? "";
      if (isDescending ? before >= text : before <= text) break;
      order[at] = order[at - 1] ?? 0;
    }
    order[at] = index;
  }
}

function unitsOf(text: string, depth: number, { units, base }: Pass): number {
  let key = 0;
  for (let at = depth; at < depth + units; at += 1) {
    key = key * base + (at < text.length ? text.charCodeAt(at) + 1 : 0);
  }
  return key;
}

/** Keys below `KEY_LIMIT`, each with the index at which it was set, sorted as integers of 64 bits: no comparator is called. */
class PackedPairs {
  readonly #halves: Uint32Array<ArrayBuffer>;

  constructor(count: number) {
    this.#halves = new Uint32Array(2 * count);
  }

  set(index: number, key: number): void {
    this.#halves[2 * index + LOW] = (key % LOW_KEY_LIMIT) * 2 ** PLACE_BITS + index;
    this.#halves[2 * index + 1 - LOW] = Math.floor(key / LOW_KEY_LIMIT);
  }

  sort(): void {
    new BigUint64Array(this.#halves.buffer).sort();
  }

  index(at: number): number {
    return (this.#halves[2 * at + LOW] ?? 0) % 2 ** PLACE_BITS;
  }

  isSame(one: number, other: number): boolean {
    return this.#high(one) === this.#high(other) && this.#lowKey(one) === this.#lowKey(other);
  }

  #high(at: number): number {
    return this.#halves[2 * at + 1 - LOW] ?? 0;
  }

  #lowKey(at: number): number {
    return (this.#halves[2 * at + LOW] ?? 0) >>> PLACE_BITS;
  }
}
