import type { Maildrop } from "../../maildrop/maildrop.ts";
import type { MarkSet } from "../../maildrop/marks.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import type { Pop3Error } from "../../pop3/errors.ts";

/**
 * Brings the server from the marks that it has to those that are wanted, and records what it
 * confirmed. A message whose DELE is refused ends up unmarked.
 *
 * @returns the first refusal, if any
 * @throws Pop3Error if the connection is lost, or ended because RSET was refused; then nothing is recorded
 */
export async function applyMarks(
  client: Pop3Client,
  maildrop: Maildrop,
  marks: MarkSet,
  wanted: ReadonlySet<string>,
): Promise<Pop3Error | undefined> {
  const plan = marks.planFor(wanted);
  if (plan.kind === "nothing") {
    marks.want(wanted);
    return undefined;
  }
  const uids = plan.uids.filter((uid) => maildrop.has(uid));
  const numbers = maildrop.numbersOf(uids);
  const refusals = await (plan.kind === "reset"
    ? orEndSession(client, client.resetAndDele(numbers))
    : client.dele(numbers));
  const confirmed = new Set(plan.kind === "reset" ? [] : marks.onServer);
  uids.forEach((uid, index) => {
    if (refusals[index] === undefined) confirmed.add(uid);
  });
  marks.want(new Set([...wanted].filter((uid) => confirmed.has(uid))));
  marks.confirm(confirmed);
  return refusals.find((refusal) => refusal !== undefined);
}

/** RSET. @throws Pop3Error if the connection is lost, or ended because RSET was refused */
export async function takeBackMarks(client: Pop3Client, marks: MarkSet): Promise<void> {
  await orEndSession(client, client.rset());
  marks.confirm(new Set());
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
