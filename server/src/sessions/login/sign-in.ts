import { setTimeout as delay } from "node:timers/promises";
import type { Pop3Client } from "../../pop3/client/client.ts";
import type { Deadlines } from "../../pop3/deadlines.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import { IN_USE_WAITS_MS } from "../../pop3/in-use-waits.ts";
import type { Dial } from "../../pop3/opening/connection.ts";
import { openClient } from "../../pop3/opening/open-client.ts";
import type { TranscriptLog } from "../../pop3/transcript-log.ts";
import { SessionError } from "../work/session-error.ts";
import type { SessionLease } from "./session-lease.ts";
import { within } from "../work/within.ts";
import type { Account } from "./account.ts";

/**
 * A store that does not answer must not keep a person from their mail for long. Longer than the lease of
 * a gateway that died lasts (15 s): its browsers come to another one, which waits for just that.
 */
const LEASE_DEADLINE_MS = 20_000;

export interface SignInOptions {
  readonly account: Account;
  readonly secret: () => string;
  readonly dial: Dial;
  readonly deadlines: Deadlines;
  readonly lease?: SessionLease | undefined;
}

export interface SignInAttempt {
  readonly log: TranscriptLog;
  readonly causeId: string;
  readonly signal: AbortSignal;
  /** Only a lock of our own making is worth waiting for. */
  readonly heldTheLock: boolean;
}

/**
 * Dials and signs in, with the lease in hand.
 *
 * @throws Pop3Error; SessionError `in-use-here`, `timeout` (the lease), `mailbox-lost` (the password
 *   cannot be opened)
 */
export async function signIn(options: SignInOptions, attempt: SignInAttempt): Promise<Pop3Client> {
  const { account, dial, deadlines, lease } = options;
  const { log, causeId, signal } = attempt;
  const waits = attempt.heldTheLock ? [...IN_USE_WAITS_MS] : [];
  for (;;) {
    await acquireLease(lease);
    try {
      return await openClient({
        server: account.server,
        dial,
        deadlines,
        log,
        credentials: { user: account.user, secret: () => openSecret(options.secret) },
        mechanism: account.mechanism,
        languages: account.languages,
        causeId,
        signal,
        readsMaildrop: true,
      });
    } catch (error) {
      const waitMs = error instanceof Pop3Error && error.kind === "inUse" ? waits.shift() : undefined;
      if (waitMs === undefined) throw error;
      // Cut short by a sign-out, which the next try then meets.
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Without a lease there is nobody to ask. @throws SessionError `in-use-here`, `timeout` */
export async function acquireLease(lease: SessionLease | undefined): Promise<void> {
  if (lease === undefined) return;
  if ((await within(LEASE_DEADLINE_MS, lease.acquire())) === "late") {
    throw new SessionError("timeout", "the store of leases does not answer");
  }
}

/** @throws SessionError `mailbox-lost` */
export function openSecret(secret: () => string): string {
  try {
    return secret();
  } catch (cause) {
    throw new SessionError("mailbox-lost", "the password cannot be opened any more", undefined, cause);
  }
}
