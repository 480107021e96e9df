import { baseId, isByPlace, isMadeUp } from "./made-up-id.ts";
import type { Maildrop } from "./maildrop.ts";
import type { MessageIdentity } from "./message-identity.ts";

/** What a commit did, read off the maildrop after it. */
export interface CommitOutcome {
  readonly removed: readonly string[];
  readonly remaining: readonly string[];
  /** Where names do not tell: the server gives none, or others than before. */
  readonly unknown: readonly string[];
  /** What the removed messages held; a size that the server does not tell counts as 0. */
  readonly freedOctets: number;
}

type Fate = "removed" | "remaining" | "unknown";

/**
 * Tells gone from still there. A message is there under its name with its size; of its name alone
 * another may be the bearer by now. Twins cannot be told apart: if fewer of them are left than were not
 * committed, as many as are missing count as removed, and which of them does not matter.
 *
 * @param isAnswered QUIT was answered +OK, which RFC 1939 §6 gives only where all were removed. Then
 *   what is found no more is gone; without it that must follow from the reading alone
 */
export function commitOutcome(
  committed: readonly MessageIdentity[],
  after: Maildrop,
  isAnswered: boolean,
): CommitOutcome {
  const outcome = {
    removed: [] as string[],
    remaining: [] as string[],
    unknown: [] as string[],
    freedOctets: 0,
  };
  const tell = new FateTeller(committed, after, isAnswered);
  for (const message of committed) {
    const fate = tell.fateOf(message);
    outcome[fate].push(message.uid);
    if (fate === "removed") outcome.freedOctets += message.octets ?? 0;
  }
  return outcome;
}

/** Messages that bear one name, after the commit. */
interface Bearers {
  /** Those that may be committed ones, by their size. */
  readonly same: Map<number | null, number>;
  /** Those of other sizes. */
  others: number;
}

class FateTeller {
  readonly #isAnswered: boolean;
  readonly #bearers: ReadonlyMap<string, Bearers>;
  readonly #sizes: ReadonlySet<number | null>;
  readonly #namelessSizes: ReadonlySet<number | null>;
  readonly #isNamed: boolean;
  readonly #isUnnamed: boolean;

  constructor(committed: readonly MessageIdentity[], { messages }: Maildrop, isAnswered: boolean) {
    this.#isAnswered = isAnswered;
    this.#bearers = bearersOf(committed, messages);
    this.#sizes = new Set(messages.map(({ octets }) => octets));
    this.#namelessSizes = new Set(messages.flatMap(({ uid, octets }) => (isByPlace(uid) ? [octets] : [])));
    this.#isNamed = messages.length > 0 && messages.every(({ uid }) => !isMadeUp(uid));
    this.#isUnnamed = messages.length > 0 && messages.every(({ uid }) => isMadeUp(uid));
  }

  /** To be asked once for each: a bearer stands for one message only. */
  fateOf({ uid, octets, sharedBy }: MessageIdentity): Fate {
    // A place tells nothing once others have moved up: only that no message of its size is left does.
    if (isByPlace(uid)) return this.#sizes.has(octets) ? "unknown" : "removed";
    const bearers = this.#bearers.get(baseId(uid));
    const same = bearers?.same.get(octets) ?? 0;
    if (bearers !== undefined && same > 0) {
      bearers.same.set(octets, same - 1);
      // The server said that all are gone, and gives one name to several: these may have come since.
      return this.#isAnswered && sharedBy !== 1 ? "unknown" : "remaining";
    }
    // A server that refuses UIDL now and then: its messages are named by their headers in one reading only.
    if (isMadeUp(uid) ? this.#isNamed : this.#isUnnamed) return "unknown";
    if (this.#isAnswered) return "removed";
    if (bearers !== undefined && bearers.others > 0) {
      bearers.others -= 1;
      return "unknown";
    }
    return this.#namelessSizes.has(octets) ? "unknown" : "removed";
  }
}

/** Who bears the committed names, without the twins that were not committed: those hold on to what is left first. */
function bearersOf(
  committed: readonly MessageIdentity[],
  messages: Maildrop["messages"],
): ReadonlyMap<string, Bearers> {
  const sizes = new Map<string, Set<number | null>>();
  const spared = new Map<string, number>();
  for (const { uid, octets, sharedBy } of committed) {
    const id = baseId(uid);
    sizes.set(id, (sizes.get(id) ?? new Set()).add(octets));
    spared.set(id, (spared.get(id) ?? sharedBy ?? 1) - 1);
  }
  const found = new Map<string, Bearers>();
  for (const { uid, octets } of messages) {
    const id = baseId(uid);
    const committedSizes = sizes.get(id);
    if (committedSizes === undefined) continue;
    const bearers = found.get(id) ?? { same: new Map<number | null, number>(), others: 0 };
    if (committedSizes.has(octets)) bearers.same.set(octets, (bearers.same.get(octets) ?? 0) + 1);
    else bearers.others += 1;
    found.set(id, bearers);
  }
  for (const [id, bearers] of found) giveAway(bearers, spared.get(id) ?? 0);
  return found;
}

/** To twins that were not committed: first those that can be no others. */
function giveAway(bearers: Bearers, count: number): void {
  const ofOthers = Math.min(bearers.others, count);
  bearers.others -= ofOthers;
  let left = count - ofOthers;
  for (const [size, number] of bearers.same) {
    const taken = Math.min(number, left);
    bearers.same.set(size, number - taken);
    left -= taken;
  }
}
