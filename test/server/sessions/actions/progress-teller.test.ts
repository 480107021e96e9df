import { ProgressTeller } from "@popgate/server/sessions/actions/progress-teller";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const LARGE = 3_000_000;
let told: number[];
const teller = (octets: number | null) =>
  new ProgressTeller(octets, (received) => {
    told.push(received);
  });

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
});

afterEach(() => {
  vi.useRealTimers();
});

test("the first octets are told at once, and the last before a stall when a tenth of a second is over", () => {
  const progress = teller(LARGE);
  for (const received of [66_000, 1_000_000, 2_900_000]) progress.progressed(received);
  expect(told).toEqual([66_000]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([66_000, 2_900_000]);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([66_000, 2_900_000]);
  progress.progressed(2_950_000);
  expect(told.at(-1)).toBe(2_950_000);
});

test("a second of octets without a pause is told ten times and once at its beginning", () => {
  const progress = teller(null);
  for (let at = 0; at <= 1000; at += 1) {
    progress.progressed(at * 1000 + 1);
    if (at < 1000) vi.advanceTimersByTime(1);
  }
  expect(told).toHaveLength(11);
});

test("nothing is told after the end, and no timer is left", () => {
  const progress = teller(LARGE);
  progress.progressed(1);
  progress.progressed(2);
  progress.end();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([1]);
});

test("nothing is told of a message that is there in no time", () => {
  teller(500_000).progressed(100_000);
  expect(told).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
