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

/** "unknown": one that may be it is there. */
export type Fate = "removed" | "remaining" | "unknown";

/** By unique-id, those that could be told; "untold" where the server tells no headers at all. */
export type FatesByHeader = ReadonlyMap<string, Fate> | "untold";

/** What QUIT was answered with; "none" where the reply never came. */
export type QuitAnswer = "ok" | "refused" | "none";

/**
 * Tells gone from still there. A message is there under its name with its size; of its name alone
 * another may be the bearer by now. Twins cannot be told apart: if fewer of them are left than were not
 * committed, as many as are missing count as removed, and which of them does not matter.
 *
 * @param answer +OK, which RFC 1939 §6 gives only where all were removed: then what is found no more is gone;
 *   without it that must follow from the reading alone
 * @param before the reading that was committed on; undefined where an earlier process had it
 * @param byHeader what the headers showed of some of them, where names do not tell: it decides. Where the server
 *   tells no headers, +OK is believed if nothing was to be left whose name could be compared
 */
export function commitOutcome(
  committed: readonly MessageIdentity[],
  after: Maildrop,
  answer: QuitAnswer,
  before?: Maildrop,
  byHeader: FatesByHeader = new Map(),
): CommitOutcome {
  const outcome = {
    removed: [] as string[],
    remaining: [] as string[],
    unknown: [] as string[],
    freedOctets: 0,
  };
  const left = leftOf(committed, before);
  if (looksEmpty(left, after, answer)) return { ...outcome, unknown: committed.map(({ uid }) => uid) };
  const isAnswered = answer === "ok";
  const isBelieved = byHeader === "untold" && isAnswered && left?.length === 0 && !after.hasPlacesAsIds;
  const tell = new FateTeller(committed, after, {
    isAnswered,
    areNamesKept: isBelieved || doNamesTell(before, after),
    byHeader: byHeader === "untold" ? new Map() : byHeader,
  });
  for (const message of committed) {
    const fate = tell.fateOf(message);
    outcome[fate].push(message.uid);
    if (fate === "removed") outcome.freedOctets += message.octets ?? 0;
  }
  return outcome;
}

/** What the commit was to leave; undefined where that is not known. */
function leftOf(committed: readonly MessageIdentity[], before: Maildrop | undefined) {
  const isCommitted = new Set(committed.map(({ uid }) => uid));
  return before?.messages.filter(({ uid }) => !isCommitted.has(uid));
}

/**
 * In maintenance a server shows an empty maildrop for a while. It is not believed against -ERR, nor where more is
 * missing than was committed and QUIT was not answered.
 */
function looksEmpty(left: Maildrop["messages"] | undefined, after: Maildrop, answer: QuitAnswer): boolean {
  if (after.messages.length > 0) return false;
  return answer === "refused" || (answer === "none" && left !== undefined && left.length > 0);
}

/**
 * Whether the names of a reading are those of the one before. They are not where the server names its messages anew at
 * each login, as bridges to webmail do: then none of the names is there. Nor are they where every name is a number,
 * which may be a place.
 *
 * @param before undefined where an earlier process had it
 */
export function doNamesTell(before: Maildrop | undefined, after: Maildrop): boolean {
  if (after.hasPlacesAsIds) return false;
  if (before === undefined || before.messages.length === 0) return true;
  const names = new Set(after.messages.map(({ uid }) => baseId(uid)));
  return before.messages.some(({ uid }) => names.has(baseId(uid)));
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
  readonly #areNamesKept: boolean;
  readonly #byHeader: ReadonlyMap<string, Fate>;

  constructor(
    committed: readonly MessageIdentity[],
    after: Maildrop,
    {
      isAnswered,
      areNamesKept,
      byHeader,
    }: { isAnswered: boolean; areNamesKept: boolean; byHeader: ReadonlyMap<string, Fate> },
  ) {
    const { messages } = after;
    this.#isAnswered = isAnswered;
    this.#areNamesKept = areNamesKept;
    this.#byHeader = byHeader;
    this.#bearers = bearersOf(committed, messages);
    this.#sizes = new Set(messages.map(({ octets }) => octets));
    this.#namelessSizes = new Set(messages.flatMap(({ uid, octets }) => (isByPlace(uid) ? [octets] : [])));
    this.#isNamed = messages.length > 0 && messages.every(({ uid }) => !isMadeUp(uid));
    this.#isUnnamed = messages.length > 0 && messages.every(({ uid }) => isMadeUp(uid));
  }

  /** To be asked once for each: a bearer stands for one message only. */
  fateOf({ uid, octets, sharedBy }: MessageIdentity): Fate {
    const fate = this.#byHeader.get(uid);
    if (fate !== undefined) return fate;
    // A place tells nothing once others have moved up: only that no message of its size is left does. The same goes
    // for names that are others now.
    if (isByPlace(uid) || !this.#areNamesKept) return this.#sizes.has(octets) ? "unknown" : "removed";
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
