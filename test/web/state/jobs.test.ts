import type { BodySearch } from "@popgate/shared/api/body-search";
import type { ExportJob } from "@popgate/shared/api/export";
import {
  NO_JOBS,
  withExport,
  withSearch,
  withStartedSearch,
  type Jobs,
} from "@popgate/web/state/mailbox/jobs";
import { expect, test } from "vitest";

function search(change: Partial<BodySearch>, ...uids: string[]): BodySearch {
  const hits = uids.map((uid) => ({ uid, snippet: { before: "", match: "x", after: "" } }));
  const figures = { done: 0, total: 10, octets: 0, totalOctets: 100, found: hits.length, left: 0 };
  return { id: "s1", q: "x", state: "running", ...figures, isFull: false, hits, ...change };
}

function job(change: Partial<ExportJob>): ExportJob {
  const figures = { done: 0, messages: 3, octets: 0, totalOctets: 30, missing: [], missingCount: 0 };
  return { id: "e1", format: "zip", state: "ready", ...figures, ...change };
}

const found = (jobs: Jobs): string[] => jobs.search?.hits.map(({ uid }) => uid) ?? [];

test("hits of events are added to those that came before, each once", () => {
  const one = withSearch(withStartedSearch(NO_JOBS, search({})), search({ done: 1, found: 1 }, "a"));
  expect(found(withSearch(one, search({ done: 4, found: 3 }, "b", "c")))).toEqual(["a", "b", "c"]);
  expect(found(withSearch(one, search({ done: 1, found: 1 }, "a")))).toEqual(["a"]);
});

test("an answer that an event has overtaken takes nothing back", () => {
  const ended = withSearch(NO_JOBS, search({ state: "done", done: 10, found: 1 }, "a"));
  expect(withSearch(ended, search({ done: 2 })).search).toMatchObject({ state: "done", done: 10 });
  expect(found(withStartedSearch(ended, search({})))).toEqual(["a"]);
});

test("the end of a search that another took the place of changes nothing", () => {
  const started = withStartedSearch(withSearch(NO_JOBS, search({})), search({ id: "s2", q: "y" }));
  expect(withSearch(started, search({ state: "cancelled" }, "a"))).toBe(started);
});

test("a search that another page started is shown once the present one has ended", () => {
  const ended = withSearch(NO_JOBS, search({ state: "cancelled" }));
  expect(withSearch(ended, search({ id: "s2" }, "b")).search?.id).toBe("s2");
});

test("an export goes forward only", () => {
  const running = withExport(withExport(NO_JOBS, job({})), job({ state: "running", done: 2 }));
  expect(withExport(running, job({}))).toBe(running);
  expect(withExport(running, job({ state: "running", done: 1 }))).toBe(running);
  expect(withExport(running, job({ state: "complete", done: 3 })).exports).toMatchObject([{ done: 3 }]);
  expect(withExport(running, job({ id: "e2" })).exports).toHaveLength(2);
});
