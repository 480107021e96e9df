/**
 * A server needs a moment to see that our last connection is gone, and says [IN-USE] (RFC 2449 §8.1.2) until
 * then. Waits between tries, in milliseconds; about six seconds in all.
 */
export const IN_USE_WAITS_MS: readonly number[] = [200, 400, 800, 1_600, 3_200];
