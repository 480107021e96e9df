import type { CommitReport } from "@popgate/shared/api/mailbox";
import type { QuitAnswer } from "../../maildrop/commit-outcome.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import type { Transaction } from "../state/connection-state.ts";
import type { SessionConnection } from "../connection/session-connection.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import type { SessionContext } from "./session-context.ts";
import { SessionError } from "../work/session-error.ts";
import { isCommitProven } from "./proof-before-quit.ts";

/** A LOGIN-DELAY up to this is waited for: the person wants to see what the commit did. */
const LOGIN_DELAY_WAITED_MS = 10_000;

export interface ShownMarks {
  readonly uids: readonly string[];
  /** Absent: as the maildrop was last read. */
  readonly generation?: number | undefined;
}

/**
 * The one place that sends QUIT to a session with marks (RFC 1939 §6), and only where the server has just shown that
 * it would remove what is committed and nothing else. Afterwards the maildrop is read again, and the report is what
 * that reading shows, whatever QUIT answered or failed to answer.
 *
 * What is committed is written down before QUIT is sent, and stays so until a reading has shown the
 * outcome: neither a lost line nor the end of this process can make it forgotten or sent twice.
 *
 * @param shown the marks that the person saw, none twice, and the generation of the rows that they saw
 * @returns undefined where the maildrop could not be read again: the next reading will tell
 * @throws SessionError `marks-differ` if the server's marks are others or a message is not found again,
 *   `commit-unproven`, `login-delay`; Pop3Error if the line is lost before QUIT. Nothing is removed then
 */
export async function commitMarks(
  context: SessionContext,
  shown: ShownMarks,
  causeId: string,
): Promise<CommitReport | undefined> {
  const { mailbox, connection, readings } = context;
  if (shown.uids.length === 0) throw new SessionError("invalid", "nothing is marked");
  requireSameMarks(mailbox, shown);
  const transaction = await provenTransaction(context, shown, causeId);
  mailbox.commitAnswered(await quit(connection, transaction));
  try {
    // The marks stay wanted: what is still there is marked once more, for the person to see; only they
    // can commit it.
    return (await readings.again(causeId, { waitMs: LOGIN_DELAY_WAITED_MS })).committed;
  } catch {
    // Why is told by the session's state; what QUIT did is not known, whatever the reason.
    return undefined;
  }
}

/**
 * A session that is ready for QUIT: the one that lives, or else a fresh one, which has sent no RSET that the server
 * may have ignored, and whose numbers are those of now.
 */
async function provenTransaction(
  context: SessionContext,
  shown: ShownMarks,
  causeId: string,
): Promise<Transaction> {
  const { readings, connection } = context;
  const living = await readings.transaction(causeId);
  if (await isReadyForQuit(context, living, shown)) return living;
  connection.release("what QUIT would remove is not certain");
  const fresh = await readings.again(causeId, { waitMs: LOGIN_DELAY_WAITED_MS });
  if (await isReadyForQuit(context, fresh.transaction, shown)) return fresh.transaction;
  connection.release("what QUIT would remove is not certain");
  throw new SessionError("commit-unproven", "the server does not list what is left without the marked ones");
}

/** Writes the commit down, and asks for the proof. @returns false where there is none: nothing is written then */
async function isReadyForQuit(
  { mailbox, record }: SessionContext,
  transaction: Transaction,
  shown: ShownMarks,
): Promise<boolean> {
  // A new connection may have lost marks whose message is gone, or have settled an earlier commit of
  // the same ones: the person must see that first.
  requireSameMarks(mailbox, shown);
  requireSameOnServer(mailbox);
  mailbox.beginCommit(shown.uids);
  try {
    await record.keep();
    // Lost while it was written down: QUIT was never sent, and there is no outcome to look for.
    if (transaction.client.error !== undefined) throw transaction.client.error;
    if (await isCommitProven(transaction, shown.uids, mailbox.hasUniqueIds)) return true;
  } catch (error) {
    mailbox.callOffCommit();
    throw error;
  }
  mailbox.callOffCommit();
  return false;
}

/**
 * Behind -ERR or a lost reply only the maildrop, read again, tells what QUIT did.
 */
async function quit(connection: SessionConnection, { client }: Transaction): Promise<QuitAnswer> {
  connection.expectEnd();
  try {
    return (await client.quit()).status === "ok" ? "ok" : "refused";
  } catch (error) {
    if (!(error instanceof Pop3Error)) throw error;
    return "none";
  }
}

/** What the server has marked is what it removes: every one of these, and no other. */
function requireSameOnServer({ marks }: MailboxState): void {
  if (!marks.isSameOnServer) throw new SessionError("marks-differ", "the server's marks are others");
}

/** Under the same names, and for the messages that were shown under them. */
function requireSameMarks(mailbox: MailboxState, { uids, generation }: ShownMarks): void {
  const { marks } = mailbox;
  const isMeant = (uid: string) => generation === undefined || mailbox.isSameSince(uid, generation);
  const isSame = uids.length === marks.count && uids.every((uid) => marks.has(uid) && isMeant(uid));
  if (!isSame) throw new SessionError("marks-differ", "the marks are not those that were shown");
}
