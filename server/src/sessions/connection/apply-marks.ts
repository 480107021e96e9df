import type { Maildrop } from "../../maildrop/maildrop.ts";
import type { MarkPlan } from "../../maildrop/mark-plan.ts";
import type { MarkSet } from "../../maildrop/marks.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import type { Pop3Error } from "../../pop3/errors.ts";

/**
 * Carries a plan out, and records what the server confirmed. A message whose DELE is refused ends up unmarked.
 *
 * @returns the first refusal, if any
 * @throws Pop3Error if the connection is lost, or ended because RSET was refused; then nothing is recorded
 */
export async function applyMarks(
  client: Pop3Client,
  maildrop: Maildrop,
  marks: MarkSet,
  plan: MarkPlan,
): Promise<Pop3Error | undefined> {
  const messages = plan.dele.flatMap((uid) => maildrop.find(uid) ?? []);
  const numbers = messages.map(({ number }) => number);
  const refusals = await (plan.isReset
    ? orEndSession(client, client.resetAndDele(numbers))
    : client.dele(numbers));
  const taken = messages.filter((_, index) => refusals[index] === undefined);
  const isTaken = new Set(taken.map(({ uid }) => uid));
  marks.carriedOut(
    plan,
    taken,
    plan.dele.filter((uid) => !isTaken.has(uid)),
  );
  return refusals.find((refusal) => refusal !== undefined);
}

/** RSET. @throws Pop3Error if the connection is lost, or ended because RSET was refused */
export async function takeBackMarks(client: Pop3Client, marks: MarkSet): Promise<void> {
  await orEndSession(client, client.rset());
  marks.forgetServer();
}

/**
 * A refused RSET leaves marks that nobody wants any more, and the DELEs sent behind it may have worked:
 * only a session that ends without QUIT takes them all back for sure.
 */
async function orEndSession<Value>(client: Pop3Client, reset: Promise<Value>): Promise<Value> {
  try {
    return await reset;
  } catch (error) {
    client.close("the server would not take marks back");
    throw error;
  }
}
