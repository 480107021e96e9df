/** Histories for each of the three tests, which run side by side; `npm run soak` tells as many as you like. */
export const HISTORIES = Math.max(1, Number(process.env["HISTORIES"]) || 500);

/** A third of a second each on an idle core; a busy machine and the search for a shorter one take their time. */
export const HISTORIES_TIMEOUT_MS = 120_000 + HISTORIES * 2_000;

/** The same in every run, so that one commit has one result; `HISTORIES_SEED` and the soak tell others. */
export const SEED = Number(process.env["HISTORIES_SEED"]) || 1;
