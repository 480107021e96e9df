import { createHash } from "node:crypto";
import { clientAddressKey } from "./client-address.ts";
import { TokenBuckets } from "./token-buckets.ts";

/** A household or a class behind one address, typing wrongly now and then. */
const PER_ADDRESS = { burst: 30, refillMs: 4_000 };
/**
 * Guessing one account from many addresses. Slow, never shut: a stranger's guesses must not keep the
 * owner out for long.
 */
const PER_ACCOUNT = { burst: 10, refillMs: 20_000 };

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

/** Slows password guessing through this gateway, by address and by account. */
export class LoginThrottle {
  readonly #addresses: TokenBuckets;
  readonly #accounts: TokenBuckets;

  constructor(now: () => number) {
    this.#addresses = new TokenBuckets(PER_ADDRESS, now);
    this.#accounts = new TokenBuckets(PER_ACCOUNT, now);
  }

  /**
   * Counts an attempt before it is made: a check after a slow login would let thousands run at once.
   *
   * @returns what to call when it succeeded: only failures stay counted
   * @throws ThrottledError
   */
  begin(attempt: LoginAttempt): () => void {
    const account = accountKey(attempt);
    const address = clientAddressKey(attempt.address);
    const waitMs = Math.max(this.#addresses.waitMs(address), this.#accounts.waitMs(account));
    if (waitMs > 0) throw new ThrottledError(waitMs);
    this.#addresses.take(address);
    this.#accounts.take(account);
    return () => {
      this.#addresses.giveBack(address);
      this.#accounts.giveBack(account);
    };
  }
}

/** Hashed: a password typed into the wrong field must not stay in memory as a key. */
function accountKey({ host, user }: LoginAttempt): string {
  return createHash("sha256").update(`${host.toLowerCase()}\n${user}`).digest("base64url");
}
