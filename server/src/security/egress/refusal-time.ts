import { setTimeout as delay } from "node:timers/promises";

/** A name server that knows the answer gives it sooner, as a rule. */
const REFUSED_EVERY_MS = 1_000;

/**
 * Until a refusal may leave: so long after its request, or the next multiple of it. How long a look-up took
 * would tell a stranger which names there are within the operator's network.
 *
 * @param begunAt of the request, by `performance.now()`
 */
export async function untilRefusalTime(begunAt: number, signal: AbortSignal): Promise<void> {
  const elapsedMs = performance.now() - begunAt;
  const waitMs = REFUSED_EVERY_MS - (elapsedMs % REFUSED_EVERY_MS);
  // Cut short when nobody waits for the answer any more.
  await delay(waitMs, undefined, { signal }).catch(() => {});
}
