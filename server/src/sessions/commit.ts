import type { CommitReport } from "@popgate/shared/api/mailbox";
import { commitOutcome } from "../maildrop/compare.ts";
import { Pop3Error } from "../pop3/errors.ts";
import type { SessionConnection, Transaction } from "./connection/session-connection.ts";
import { SessionError } from "./session-error.ts";

/** What a commit did; the session adds how the mailbox looks now. */
export type CommitResult = Omit<CommitReport, "mailbox">;

/**
 * The one place that sends QUIT to a session with marks (RFC 1939 §6). Afterwards the maildrop is read
 * again, and the report is what that reading shows, whatever QUIT answered or failed to answer.
 *
 * @param uids the marks that the person saw
 * @throws SessionError `marks-differ` if the server's marks are others; nothing is removed then
 */
export async function commitMarks(
  connection: SessionConnection,
  uids: readonly string[],
  causeId: string,
): Promise<CommitResult> {
  if (uids.length === 0) throw new SessionError("invalid", "nothing is marked");
  requireSameMarks(connection, uids);
  const transaction = await connection.transaction(causeId);
  // A new connection may have lost marks whose message is gone: the person must see that first.
  requireSameMarks(connection, uids);
  if (uids.some((uid) => !connection.marks.onServer.has(uid))) {
    throw new SessionError("marks-differ", "the server does not have every mark");
  }
  const before = transaction.maildrop;
  const octetsOf = (removed: readonly string[]) => before.octetsOf(removed);
  connection.expectEnd();
  await quit(transaction);
  // The marks stay wanted: what is still there when the maildrop was read again is marked once more,
  // for the person to see; only they can commit it.
  connection.drop("the marks were committed", "connecting");
  try {
    const { transaction: after } = await connection.connect(causeId);
    const { removed, remaining } = commitOutcome(uids, before, after.maildrop);
    return { removed: [...removed], remaining: [...remaining], unknown: [], freedOctets: octetsOf(removed) };
  } catch (error) {
    if (!(error instanceof Pop3Error)) throw error;
    return { removed: [], remaining: [], unknown: [...uids], freedOctets: 0 };
  }
}

/** -ERR and a lost reply are told apart from +OK only by reading the maildrop again. */
async function quit({ client }: Transaction): Promise<void> {
  try {
    await client.quit();
  } catch (error) {
    if (!(error instanceof Pop3Error)) throw error;
  }
}

function requireSameMarks({ marks }: SessionConnection, uids: readonly string[]): void {
  const seen = new Set(uids);
  const isSame = seen.size === marks.wanted.size && uids.every((uid) => marks.wanted.has(uid));
  if (!isSame) throw new SessionError("marks-differ", "the marks are not those that were shown");
}
