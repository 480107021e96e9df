import type { CheckUpReport, CheckUpRequest } from "@popgate/shared/api/check-up";
import type { CheckUpOptions } from "../../pop3/checkup/check-context.ts";
import { checkUpServer } from "../../pop3/checkup/check-up.ts";
import type { ConnectionOptions } from "../connection/session-connection.ts";
import { acquireLease, openSecret } from "../login/sign-in.ts";
import { SessionError } from "../work/session-error.ts";
import type { SessionContext } from "./session-context.ts";

/**
 * Looks at the server on connections of its own. The maildrop has one lock, so the session lets its
 * own connection go first, and comes back with its marks when the look is over. Whoever wants the mailbox
 * waits for the checks, but not for the server's idle time-out: waiting for that ends then.
 */
export class CheckUp {
  readonly #context: SessionContext;
  readonly #signIn: ConnectionOptions;
  #running = new AbortController();

  constructor(context: SessionContext, signIn: ConnectionOptions) {
    this.#context = context;
    this.#signIn = signIn;
  }

  /** @throws SessionError `login-delay`, `taken-over`, `in-use-here`, `cancelled`; Pop3Error `cancelled` */
  run(request: CheckUpRequest, signal?: AbortSignal): Promise<CheckUpReport> {
    const { work, connection, readings } = this.#context;
    return work.run("check-up", async (causeId, othersWait) => {
      this.#requireOurs();
      const { signal: running } = this.#running;
      await acquireLease(this.#signIn.lease);
      if (running.aborted) throw new SessionError("cancelled", "the mailbox was let go meanwhile");
      connection.release("the server is looked at on other connections");
      try {
        return await this.#look(request, { causeId, idlesUntil: othersWait }, [running, signal]);
      } finally {
        // A report is worth having even if there is no way back: that, the mailbox itself tells.
        await readings.again(causeId).catch(() => {});
      }
    });
  }

  /** The mailbox is signed out or handed over: nobody may hold its lock any more. */
  giveUp(): void {
    this.#running.abort();
    this.#running = new AbortController();
  }

  #requireOurs(): void {
    const { loginDelayMs } = this.#context.connection;
    const { connection } = this.#context.mailbox;
    if (connection.kind === "released" && connection.why === "handed-over") {
      throw new SessionError("taken-over", "another browser session has this mailbox");
    }
    if (loginDelayMs > 0) {
      throw new SessionError("login-delay", "the server asks to wait between logins", loginDelayMs);
    }
  }

  async #look(
    { idleSeconds }: CheckUpRequest,
    how: Pick<CheckUpOptions, "causeId" | "idlesUntil">,
    signals: readonly (AbortSignal | undefined)[],
  ): Promise<CheckUpReport> {
    const { dial, deadlines, secret } = this.#signIn;
    const { mailbox, connection } = this.#context;
    const { account } = mailbox;
    const end = new AbortController();
    const stop = () => end.abort();
    for (const each of signals) {
      if (each?.aborted === true) stop();
      each?.addEventListener("abort", stop, { once: true, signal: end.signal });
    }
    try {
      return await checkUpServer(
        {
          server: account.server,
          dial,
          deadlines,
          log: connection.log,
          credentials: { user: account.user, secret: () => openSecret(secret) },
          mechanism: account.mechanism,
          ...how,
          languages: account.languages,
          idleMs: idleSeconds === undefined ? undefined : idleSeconds * 1000,
        },
        end.signal,
      );
    } finally {
      // Leaves the signals, which may live as long as the session.
      stop();
    }
  }
}
