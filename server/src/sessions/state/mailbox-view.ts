import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { SignedInSession } from "../../pop3/client/client.ts";
import type { Account } from "../login/account.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { MailboxState } from "./mailbox-state.ts";

export interface MailboxFacts {
  readonly account: Account;
  readonly state: ConnectionState;
  readonly memory: MailboxState;
  readonly signedIn: SignedInSession | undefined;
}

/**
 * What the API shows of a mailbox.
 *
 * @param retryAfterMs until the next try that nobody has to ask for; undefined if there is none
 */
export function mailboxView(id: string, facts: MailboxFacts, retryAfterMs: number | undefined): Mailbox {
  const { account, signedIn } = facts;
  const { unsettled, checkedAt, maildrop, marks, rows } = facts.memory;
  const problem = problemOf(facts.state, retryAfterMs);
  const expireDays = signedIn?.capabilities.expireDays;
  return {
    id,
    user: account.user,
    server: account.server,
    ...(account.preset === undefined ? {} : { preset: account.preset }),
    state: facts.state.kind,
    ...(problem === undefined ? {} : { problem }),
    // What an earlier process left are marks only: how many messages there are is not known yet.
    messages: checkedAt === 0 ? 0 : maildrop.messages.length,
    octets: facts.memory.octets,
    loaded: rows.loaded,
    marks: marks.whole(),
    capabilities: [...(signedIn?.capabilities.lines ?? [])],
    greeting: signedIn?.greeting ?? "",
    mechanism: signedIn?.mechanism ?? "",
    secure: signedIn?.isSecure ?? false,
    weakIds: maildrop.hasWeakIds,
    checkedAt,
    ...(unsettled === undefined ? {} : { unsettled: unsettled.committed.map(({ uid }) => uid) }),
    // NEVER promises what silence does: nothing is thrown away by itself.
    ...(expireDays === undefined || !Number.isFinite(expireDays) ? {} : { expireDays }),
    generation: rows.generation,
  };
}

function problemOf(state: ConnectionState, retryAfterMs: number | undefined): Mailbox["problem"] {
  if (state.kind === "released" && state.why === "handed-over") {
    return { code: "taken-over", message: "another browser session has taken the mailbox over" };
  }
  if (state.kind !== "lost") return undefined;
  const { code, message } = state.error;
  return { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
