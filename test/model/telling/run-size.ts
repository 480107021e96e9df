/** Histories for each of the two tests, which run side by side; `npm run soak` tells as many as you like. */
export const HISTORIES = Math.max(1, Number(process.env["HISTORIES"]) || 1_000);

/** A tenth of a second each on an idle core; a busy machine and a long shrinking take their time. */
export const HISTORIES_TIMEOUT_MS = 120_000 + HISTORIES * 1_000;

/** The same in every run, so that one commit has one result; `HISTORIES_SEED` and the soak tell others. */
export const SEED = Number(process.env["HISTORIES_SEED"]) || 1;
