import { baseId, isByPlace, isMadeUp, nameOf } from "./made-up-id.ts";
import type { Maildrop, MaildropMessage } from "./maildrop.ts";

/**
 * What a listing taken directly before QUIT says of what QUIT will remove. LIST and UIDL leave marked messages out
 * (RFC 1939 §5, §7), so what is missing from it is what the server has marked.
 */
export type CommitProof =
  /** QUIT removes the committed messages, and no other of those that this session has read. */
  | "proven"
  /** The listing is as it was before any DELE, as on Mailpit: it says nothing of marks. */
  | "all-listed"
  /** Other messages are missing, or nothing tells which. */
  | "unproven";

interface IdentifiedLine {
  readonly number: number;
  readonly uniqueId: string;
}

interface SizedLine {
  readonly number: number;
  readonly octets: number | null;
}

/** @param listed what UIDL answered directly before QUIT */
export function proofByUidl(
  session: Maildrop,
  committed: ReadonlySet<string>,
  listed: readonly IdentifiedLine[],
): CommitProof {
  const proof = proofByNumbers(session, committed, listed, (message, line) => {
    return uniqueIdOf(message) === nameOf(line.uniqueId);
  });
  if (proof !== "unproven") return proof;
  return isProvenByIds(session, committed, listed) ? "proven" : "unproven";
}

/**
 * For servers without UIDL. The size must be the same too: where numbers move, another message may bear a number.
 *
 * @param listed what LIST answered directly before QUIT
 */
export function proofByList(
  session: Maildrop,
  committed: ReadonlySet<string>,
  listed: readonly SizedLine[],
): CommitProof {
  return proofByNumbers(session, committed, listed, (message, line) => message.octets === line.octets);
}

/**
 * Walks both listings side by side, in the order of their numbers. A line under a number that the session has not
 * read came since, and is no business of this commit.
 */
function proofByNumbers<Line extends { readonly number: number }>(
  { messages }: Maildrop,
  committed: ReadonlySet<string>,
  listed: readonly Line[],
  isSame: (message: MaildropMessage, line: Line) => boolean,
): CommitProof {
  const lines = inOrder(listed);
  let at = 0;
  let gone = 0;
  let stillListed = 0;
  for (const message of messages) {
    while ((lines[at]?.number ?? Number.POSITIVE_INFINITY) < message.number) at += 1;
    const line = lines[at];
    const isListed = line?.number === message.number;
    if (committed.has(message.uid) && !isListed) gone += 1;
    else if (line === undefined || !isListed || !isSame(message, line)) return "unproven";
    // A number that stands twice names two messages, and DELE reached one of them.
    else if (lines[at + 1]?.number === message.number) return "unproven";
    else if (committed.has(message.uid)) stillListed += 1;
  }
  if (gone === committed.size) return "proven";
  return stillListed === committed.size ? "all-listed" : "unproven";
}

/** Every server lists in order; should one not, a sorted copy is walked. */
function inOrder<Line extends { readonly number: number }>(lines: readonly Line[]): readonly Line[] {
  const isInOrder = lines.every(({ number }, index) => number >= (lines[index - 1]?.number ?? 0));
  return isInOrder ? lines : lines.toSorted((left, right) => left.number - right.number);
}

/** Where numbers moved, unique-ids tell alone, if each names one message and none is a number itself. */
function isProvenByIds(
  session: Maildrop,
  committed: ReadonlySet<string>,
  lines: readonly IdentifiedLine[],
): boolean {
  const { messages } = session;
  const isSound = messages.every(({ uid, sharedBy }) => sharedBy === 1 && !isMadeUp(uid));
  if (!isSound || session.hasPlacesAsIds) return false;
  const listed = new Set(lines.map(({ uniqueId }) => nameOf(uniqueId)));
  if (listed.size < lines.length) return false;
  let gone = 0;
  for (const message of messages) {
    const isListed = listed.has(uniqueIdOf(message));
    if (committed.has(message.uid) === isListed) return false;
    if (!isListed) gone += 1;
  }
  return gone === committed.size;
}

/** As the server gave it; empty where it gave none. */
function uniqueIdOf({ uid }: MaildropMessage): string {
  return isByPlace(uid) ? "" : baseId(uid);
}
