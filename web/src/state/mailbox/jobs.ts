import type { BodySearch, BodySearchHit } from "@popgate/shared/api/body-search";
import type { ExportJob } from "@popgate/shared/api/export";

/** What the gateway does for a mailbox in the background. */
export interface Jobs {
  /** The last search in bodies, with all hits that this page was told of. */
  readonly search: BodySearch | undefined;
  /** Oldest first. */
  readonly exports: readonly ExportJob[];
}

export const NO_JOBS: Jobs = { search: undefined, exports: [] };

/** Exports held at most: the gateway keeps fewer. */
const MAX_EXPORTS = 20;

/** A reply or an event about a search. They may cross: what is further on is true. */
export function withSearch(jobs: Jobs, search: BodySearch): Jobs {
  const held = jobs.search;
  if (!held || (held.id !== search.id && hasEnded(held))) return { ...jobs, search };
  // The end of a search that this one has taken the place of.
  if (held.id !== search.id) return jobs;
  const hits = mergedHits(held.hits, search.hits);
  const isOlder = hasEnded(held) || (!hasEnded(search) && search.done < held.done);
  return { ...jobs, search: { ...(isOlder ? held : search), hits } };
}

/** The reply to a start: whatever ran before has ended with it. */
export function withStartedSearch(jobs: Jobs, search: BodySearch): Jobs {
  return jobs.search?.id === search.id ? withSearch(jobs, search) : { ...jobs, search };
}

export function withExport(jobs: Jobs, job: ExportJob): Jobs {
  const held = jobs.exports.find(({ id }) => id === job.id);
  if (!held) return { ...jobs, exports: [...jobs.exports, job].slice(-MAX_EXPORTS) };
  if (rank(job) < rank(held) || (rank(job) === rank(held) && job.done < held.done)) return jobs;
  return { ...jobs, exports: jobs.exports.map((one) => (one.id === job.id ? job : one)) };
}

/** Nothing more comes of it. */
export function hasEnded({ state }: BodySearch): boolean {
  return state === "done" || state === "cancelled";
}

function mergedHits(held: readonly BodySearchHit[], told: readonly BodySearchHit[]): BodySearchHit[] {
  const known = new Set(held.map(({ uid }) => uid));
  return [...held, ...told.filter(({ uid }) => !known.has(uid))];
}

function rank({ state }: ExportJob): number {
  return { ready: 0, running: 1, complete: 2, cut: 2 }[state];
}
