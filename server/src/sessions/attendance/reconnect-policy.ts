import type { ErrorCode } from "@popgate/shared/api/errors";

/** From one failure in a row to the next, in milliseconds; the last one stands for all that follow. */
export const RECONNECT_WAITS_MS: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/** Waits are longer by up to this part, so that the sessions of a server that restarts come back one by one. */
const JITTER = 0.25;
/** Whoever holds the lock, or a server in trouble, needs longer than a broken line. */
const MIN_BUSY_WAIT_MS = 10_000;
/** Asking the store for a lease troubles no mail server, and whoever looks waits for nothing else. */
const STORE_WAIT_MS = 5_000;
/** A server that refuses for coming too soon without saying what is soon. */
const UNKNOWN_LOGIN_DELAY_MS = 60_000;

/** Why a session is lost, as far as it matters here. */
export interface Failure {
  readonly code: ErrorCode;
  readonly retryAfterMs?: number | undefined;
}

/**
 * How long a lost session waits until it tries again by itself.
 *
 * @param failures how many came in a row before this one
 * @param random from 0 to 1
 * @returns milliseconds; undefined where only a person may try: another login could lock an account,
 *   or give the password to the wrong server
 */
export function reconnectWaitMs(
  failure: Failure,
  failures: number,
  random: number,
  waitsMs: readonly number[] = RECONNECT_WAITS_MS,
): number | undefined {
  const leastMs = leastWaitMs(failure);
  if (leastMs === undefined) return undefined;
  if (failure.code === "store-unreachable") return Math.round(STORE_WAIT_MS * (1 + JITTER * random));
  const usualMs = waitsMs[Math.min(failures, waitsMs.length - 1)] ?? UNKNOWN_LOGIN_DELAY_MS;
  return Math.round(Math.max(usualMs, leastMs) * (1 + JITTER * random));
}

function leastWaitMs({ code, retryAfterMs }: Failure): number | undefined {
  switch (code) {
    case "network":
    case "closed-early":
    case "closed-at-sign-in":
    case "closed":
    case "no-greeting":
    case "timeout":
    case "refused-port":
    case "unknown-host":
    case "tls":
    case "protocol":
    case "out-of-step":
    case "reply-too-long":
    // A large download was given up, and with it the connection.
    case "cancelled":
    case "store-unreachable":
      return 0;
    case "in-use":
    case "in-use-here":
    case "server-temporary":
    // A full or stopping server: it has not seen the password.
    case "greeting-refused":
      return MIN_BUSY_WAIT_MS;
    case "login-delay":
      return retryAfterMs ?? UNKNOWN_LOGIN_DELAY_MS;
    default:
      return undefined;
  }
}
