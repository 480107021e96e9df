/** How many cases each property gets: few in every run of the suite, `FUZZ_RUNS` where somebody asks. */
export const FUZZ_RUNS = Math.max(1, Number(process.env["FUZZ_RUNS"]) || 500);

/** A property may take this long; the runner's own limit is for peers on sockets. */
export const FUZZ_TIMEOUT_MS = 10_000 + FUZZ_RUNS * 5;
