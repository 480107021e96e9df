import { setTimeout as delay } from "node:timers/promises";
import { IN_USE_WAITS_MS } from "../../pop3/in-use-waits.ts";
import { SessionError } from "../work/session-error.ts";
import type { OwnedMailbox } from "./owned-mailbox.ts";
import type { LeaseManager } from "../leases/lease-manager.ts";
import { provesPassword } from "./prove-password.ts";

export interface FirstSignIn {
  /** A mailbox that has not signed in yet. */
  make(): OwnedMailbox;
  readonly key: string;
  readonly secret: () => string;
  /** Another browser session that has the maildrop is made to let go. */
  readonly takesOver: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The first sign-in of a mailbox. Nothing is told of another browser session that has it, and nothing
 * asked of that one, before the password is proved: by what is known here, or by the server.
 *
 * @throws SessionError `in-use-here`, `store-unreachable`, `cancelled`; Pop3Error
 */
export async function firstSignIn(leases: LeaseManager, request: FirstSignIn): Promise<OwnedMailbox> {
  const { key, secret, takesOver, signal } = request;
  const isProvedHere = leases.holdingOf(key)?.knowsSecret(secret()) === true;
  const opened = isProvedHere ? undefined : await openUnlessHeld(leases, request);
  if (opened !== undefined) return orClose(opened, () => opened.lease.admit(takesOver, signal));
  if (!takesOver) throw new SessionError("in-use-here", "another browser session has the mailbox");
  const mailbox = request.make();
  return orClose(mailbox, async () => {
    await mailbox.lease.admit(true, signal);
    await openWhenFree(mailbox, signal);
  });
}

/** @returns undefined where the password was right and another browser session has the maildrop */
async function openUnlessHeld(leases: LeaseManager, request: FirstSignIn): Promise<OwnedMailbox | undefined> {
  const mailbox = request.make();
  try {
    await mailbox.session.open(request.signal);
    return mailbox;
  } catch (error) {
    await mailbox.close();
    if (provesPassword(error) && (await leases.isHeld(request.key))) return undefined;
    throw error;
  }
}

async function openWhenFree({ session }: OwnedMailbox, signal: AbortSignal | undefined): Promise<void> {
  const waits = [...IN_USE_WAITS_MS];
  for (;;) {
    try {
      return await session.open(signal);
    } catch (error) {
      const waitMs = provesPassword(error) ? waits.shift() : undefined;
      if (waitMs === undefined) throw error;
      // Cut short when the person leaves, which the next line then tells.
      await delay(waitMs, undefined, { signal }).catch(() => {});
      if (signal?.aborted === true)
        throw new SessionError("cancelled", "the sign-in was given up", undefined, error);
    }
  }
}

/** Does what is left of a sign-in, or closes the mailbox. @throws what `work` throws */
export async function orClose(mailbox: OwnedMailbox, work: () => Promise<void>): Promise<OwnedMailbox> {
  try {
    await work();
    return mailbox;
  } catch (error) {
    await mailbox.close();
    throw error;
  }
}
