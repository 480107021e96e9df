import { PipelineWindow, type Outstanding } from "@popgate/server/pop3/engine/pipeline-window";
import { describe, expect, test } from "vitest";

const outstanding = (commands: number, more: Partial<Outstanding> = {}): Outstanding => ({
  commands,
  commandOctets: 0,
  replyOctets: 0,
  ...more,
});

/** A peer that answers all that is outstanding after each round trip, at most so many in a millisecond. */
function simulate(window: PipelineWindow, rounds: number, roundTripMs: number, perMs: number): void {
  let nowMs = 0;
  for (let round = 0; round < rounds; round++) {
    const commands = window.commands;
    const written = nowMs;
    for (let i = 0; i < commands; i++) {
      const atMs = written + roundTripMs + i / perMs;
      nowMs = atMs;
      window.answered(atMs, atMs - written);
    }
  }
}

describe("PipelineWindow without PIPELINING", () => {
  test("admits one command, whatever was measured", () => {
    const window = new PipelineWindow(false);
    simulate(window, 200, 20, 100);
    expect(window.commands).toBe(1);
    expect(window.admits(outstanding(0))).toBe(true);
    expect(window.admits(outstanding(1))).toBe(false);
  });
});

describe("PipelineWindow with PIPELINING", () => {
  test("begins with 64 commands", () => {
    const window = new PipelineWindow(true);
    expect(window.commands).toBe(64);
    expect(window.admits(outstanding(63))).toBe(true);
    expect(window.admits(outstanding(64))).toBe(false);
  });

  test("always admits a command to a quiet line, however much it asks for", () => {
    const window = new PipelineWindow(true);
    expect(window.admits(outstanding(0, { replyOctets: 1e9, commandOctets: 1e9 }))).toBe(true);
  });

  test("holds at 32 kB of unanswered commands", () => {
    const window = new PipelineWindow(true);
    expect(window.admits(outstanding(1, { commandOctets: 32_767 }))).toBe(true);
    expect(window.admits(outstanding(1, { commandOctets: 32_768 }))).toBe(false);
  });

  test("holds at 4 MB of expected replies", () => {
    const window = new PipelineWindow(true);
    expect(window.admits(outstanding(1, { replyOctets: 4 * 1024 * 1024 - 1 }))).toBe(true);
    expect(window.admits(outstanding(1, { replyOctets: 4 * 1024 * 1024 }))).toBe(false);
  });

  test("widens on a long line with a fast server, and stays under its greatest width", () => {
    const window = new PipelineWindow(true);
    simulate(window, 30, 20, 60);
    expect(window.commands).toBeGreaterThanOrEqual(256);
    expect(window.commands).toBeLessThanOrEqual(2_048);
  });

  test("widens fourfold while the rate grows as fast as it does: each step costs a round trip", () => {
    const window = new PipelineWindow(true);
    simulate(window, 3, 20, 1_000);
    expect(window.commands).toBe(2_048);
  });

  test("reaches the greatest width and no further", () => {
    const window = new PipelineWindow(true);
    simulate(window, 30, 200, 10_000);
    expect(window.commands).toBe(2_048);
  });

  test("stays narrow where the server is the limit", () => {
    const window = new PipelineWindow(true);
    simulate(window, 30, 1, 0.5);
    expect(window.commands).toBeLessThanOrEqual(64);
  });

  test("holds what a fast server answers in 5 ms, though the rate grows no further", () => {
    const window = new PipelineWindow(true);
    simulate(window, 10, 0.1, 100);
    expect(window.commands).toBeGreaterThanOrEqual(450);
  });

  test("holds what drains within a round trip and 100 ms", () => {
    const window = new PipelineWindow(true);
    const perMs = 2;
    simulate(window, 40, 10, perMs);
    expect(window.commands / perMs).toBeLessThanOrEqual(2 * (10 + 100));
  });

  test("does not take a pause for a slow line", () => {
    const measured = new PipelineWindow(true);
    simulate(measured, 2, 20, 60);
    const before = measured.commands;
    measured.rest();
    // An hour later: without the rest this epoch would look as if it had lasted an hour.
    let nowMs = 3_600_000;
    for (let round = 0; round < 4; round++) {
      const written = nowMs;
      for (let i = 0, count = measured.commands; i < count; i++) {
        nowMs = written + 20 + i / 60;
        measured.answered(nowMs, nowMs - written);
      }
    }
    expect(measured.commands).toBeGreaterThan(before);
  });
});
