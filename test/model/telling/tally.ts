/** What happened in some histories: a model that is never troubled proves nothing. */
export interface Tally {
  steps: number;
  /** Deeds that the gateway did, and those that it refused or failed to do. */
  done: number;
  refused: number;
  /** Commits that were answered with a report, and those that removed something. */
  commits: number;
  removals: number;
  /** Reports that had to leave something open. */
  unknowns: number;
  troubles: number;
  releases: number;
  restarts: number;
  /** Mailboxes that a restart did not end. */
  survivals: number;
}

export function countNothing(): Tally {
  return {
    steps: 0,
    done: 0,
    refused: 0,
    commits: 0,
    removals: 0,
    unknowns: 0,
    troubles: 0,
    releases: 0,
    restarts: 0,
    survivals: 0,
  };
}

export function addTally(sum: Tally, more: Tally): void {
  // A tally holds numbers only, under these names.
  for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += more[name];
}
