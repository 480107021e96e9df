import { createHash } from "node:crypto";
import { clientAddressKey } from "./client-address.ts";
import { TokenBuckets } from "./token-buckets.ts";
import { Turns } from "./turns.ts";

/** A household or a class behind one address, typing wrongly now and then. */
const PER_ADDRESS = { burst: 30, refillMs: 4_000 };
/**
 * Guessing one account from many addresses. Slow, never shut: a stranger's guesses must not keep the
 * owner out for long.
 */
const PER_ACCOUNT = { burst: 10, refillMs: 20_000 };

/** A class behind one address that signs in at the same moment. Each guess under way is one more than the buckets tell. */
const UNDER_WAY_PER_ADDRESS = 100;
/** A person with some browsers; POP3 servers let one of them in. */
const UNDER_WAY_PER_ACCOUNT = 3;
/** Where too many wait for their turn already. */
const FULL_RETRY_AFTER_MS = 1_000;

export interface LoginAttempt {
  readonly address: string;
  readonly host: string;
  readonly user: string;
}

/** Too many sign-ins; says how long to wait, not which of the limits was met. */
export class ThrottledError extends Error {
  override readonly name = "ThrottledError";
  readonly code = "too-many-requests";
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("too many sign-ins");
    this.retryAfterMs = retryAfterMs;
  }
}

/** Slows password guessing through this gateway, by address and by account. Right passwords only wait for their turn. */
export class LoginThrottle {
  readonly #addresses: TokenBuckets;
  readonly #accounts: TokenBuckets;
  readonly #addressTurns = new Turns(UNDER_WAY_PER_ADDRESS);
  readonly #accountTurns = new Turns(UNDER_WAY_PER_ACCOUNT);

  constructor(now: () => number) {
    this.#addresses = new TokenBuckets(PER_ADDRESS, now);
    this.#accounts = new TokenBuckets(PER_ACCOUNT, now);
  }

  /**
   * Waits until fewer attempts are under way than may be at once.
   *
   * @returns what ends the attempt: only failures are charged
   * @throws ThrottledError
   */
  async begin(
    attempt: LoginAttempt,
    signal: AbortSignal,
  ): Promise<(outcome: "failed" | "succeeded") => void> {
    const account = accountKey(attempt);
    const address = clientAddressKey(attempt.address);
    this.#requireTokens(address, account);
    const endAccountTurn = orThrottled(await this.#accountTurns.take(account, signal));
    try {
      const endAddressTurn = orThrottled(await this.#addressTurns.take(address, signal));
      try {
        // Those that were before it may have failed meanwhile.
        this.#requireTokens(address, account);
      } catch (error) {
        endAddressTurn();
        throw error;
      }
      return (outcome) => {
        if (outcome === "failed") {
          this.#addresses.take(address);
          this.#accounts.take(account);
        }
        endAddressTurn();
        endAccountTurn();
      };
    } catch (error) {
      endAccountTurn();
      throw error;
    }
  }

  #requireTokens(address: string, account: string): void {
    const waitMs = Math.max(this.#addresses.waitMs(address), this.#accounts.waitMs(account));
    if (waitMs > 0) throw new ThrottledError(waitMs);
  }
}

function orThrottled(endTurn: (() => void) | undefined): () => void {
  if (endTurn === undefined) throw new ThrottledError(FULL_RETRY_AFTER_MS);
  return endTurn;
}

/** Hashed: a password typed into the wrong field must not stay in memory as a key. */
function accountKey({ host, user }: LoginAttempt): string {
  return createHash("sha256").update(`${host.toLowerCase()}\n${user}`).digest("base64url");
}
