import { proofByList, proofByUidl, type CommitProof } from "../../maildrop/commit-proof.ts";
import type { Transaction } from "../state/connection-state.ts";

/**
 * Asks the server once more what it lists. Nothing but QUIT may be said after this, or the answer is worth nothing:
 * the background is stopped for good.
 *
 * @param hasUniqueIds how this session's reading knows its messages
 * @returns whether QUIT would remove exactly the committed messages
 * @throws Pop3Error if the line is lost; nothing is removed then
 */
export async function isCommitProven(
  transaction: Transaction,
  committed: readonly string[],
  hasUniqueIds: boolean,
): Promise<boolean> {
  const { client, maildrop } = transaction;
  client.setBackground(undefined);
  const proof = await takeProof(transaction, new Set(committed), hasUniqueIds);
  // Where marks do not show in listings, what this session has said is all that there is to go by.
  const isWordEnough = proof === "all-listed" && client.hasOnlyMarked(maildrop.numbersOf(committed));
  return proof === "proven" || isWordEnough;
}

async function takeProof(
  { client, maildrop }: Transaction,
  committed: ReadonlySet<string>,
  hasUniqueIds: boolean,
): Promise<CommitProof> {
  const { length } = maildrop.messages;
  if (hasUniqueIds) {
    const listed = await client.uidl(length);
    return listed === undefined ? "unproven" : proofByUidl(maildrop, committed, listed);
  }
  const listed = await client.list(length);
  return listed === undefined ? "unproven" : proofByList(maildrop, committed, listed);
}
