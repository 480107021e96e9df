/** Histories for each of the two tests, which run side by side; `npm run soak` tells as many as you like. */
export const HISTORIES = Math.max(1, Number(process.env["HISTORIES"]) || 1_000);

/** A tenth of a second each on an idle core; a busy machine and a long shrinking take their time. */
export const HISTORIES_TIMEOUT_MS = 120_000 + HISTORIES * 1_000;

/** Another one in every run, so that each run proves something new; `HISTORIES_SEED` brings one back. */
export function seedOfRun(): number {
  return Number(process.env["HISTORIES_SEED"]) || (Math.random() * 0x7fffffff) | 0;
}
