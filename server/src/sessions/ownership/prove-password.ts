import type { Dial } from "../../pop3/opening/connection.ts";
import type { Deadlines } from "../../pop3/deadlines.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import { openClient } from "../../pop3/opening/open-client.ts";
import { TranscriptLog } from "../../pop3/transcript-log.ts";
import type { Account } from "../login/account.ts";

export interface Proof {
  readonly account: Account;
  readonly secret: () => string;
  readonly dial: Dial;
  readonly deadlines: Deadlines;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the server whether it takes this password, while somebody else has the maildrop: accepted, or
 * refused for being in use. A session that comes of it ends at once and without QUIT.
 *
 * @throws Pop3Error for any other answer
 */
export async function provePassword({ account, secret, dial, deadlines, signal }: Proof): Promise<void> {
  try {
    const client = await openClient({
      server: account.server,
      dial,
      deadlines,
      log: new TranscriptLog(),
      credentials: { user: account.user, secret },
      mechanism: account.mechanism,
      causeId: "prove-password",
      signal: signal ?? new AbortController().signal,
    });
    client.close("the password was all that was asked for");
  } catch (error) {
    if (!provesPassword(error)) throw error;
  }
}

/**
 * `[IN-USE]` is sent only after the password was accepted (RFC 2449 §8.1.2). A greeting, an answer to
 * USER or to a mechanism's mere name that says so proves nothing.
 */
export function provesPassword(error: unknown): boolean {
  return error instanceof Pop3Error && error.responseCode === "IN-USE" && error.answersPassword;
}
