import type { Mailbox } from "@popgate/shared/api/mailbox";
import { Pop3Error } from "../../pop3/errors.ts";
import { escapeControls } from "../../pop3/transcript-log.ts";
import type { MailboxState } from "./mailbox-state.ts";

/** What the API shows of a mailbox. */
export function mailboxView(mailbox: MailboxState): Mailbox {
  const { id, account, signedIn, unsettled, checkedAt, maildrop, marks, rows } = mailbox;
  const { connection } = mailbox;
  const problem = problemOf(mailbox);
  const expireDays = signedIn?.capabilities.expireDays;
  return {
    id,
    user: account.user,
    server: account.server,
    ...(account.preset === undefined ? {} : { preset: account.preset }),
    state: connection.kind,
    ...(problem === undefined ? {} : { problem }),
    // What an earlier process left are marks only: how many messages there are is not known yet.
    messages: checkedAt === 0 ? 0 : maildrop.messages.length,
    octets: mailbox.octets,
    loaded: rows.loaded,
    marks: marks.summary(),
    capabilities: [...(signedIn?.capabilities.lines ?? [])],
    greeting: signedIn?.greeting ?? "",
    mechanism: signedIn?.mechanism ?? "",
    secure: signedIn?.isSecure ?? false,
    weakIds: maildrop.hasWeakIds,
    ...(mailbox.unlisted === 0 ? {} : { unlisted: mailbox.unlisted }),
    checkedAt,
    ...(unsettled === undefined ? {} : { unsettled: unsettled.committed.length }),
    // NEVER promises what silence does: nothing is thrown away by itself.
    ...(expireDays === undefined || !Number.isFinite(expireDays) ? {} : { expireDays }),
    generation: rows.generation,
  };
}

function problemOf({ connection, retryAt }: MailboxState): Mailbox["problem"] {
  if (connection.kind === "released" && connection.why === "handed-over") {
    return { code: "taken-over", message: "another browser session has taken the mailbox over" };
  }
  if (connection.kind !== "lost") return undefined;
  const { code, message } = connection.error;
  const serverText = connection.error instanceof Pop3Error ? connection.error.serverText : undefined;
  return {
    code,
    message,
    ...(serverText === undefined ? {} : { serverText: escapeControls(serverText) }),
    ...(retryAt === undefined ? {} : { retryAfterMs: Math.max(0, retryAt - Date.now()) }),
  };
}
