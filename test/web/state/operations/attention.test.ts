import { followAttention } from "@popgate/web/state/operations/attention";
import { createPage } from "@popgate/web/state/page";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** As much of a browser's window and document as attention looks at. */
class Tab extends EventTarget {
  hidden = false;
  hide(isHidden: boolean): void {
    this.hidden = isHidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
  touch(): void {
    this.dispatchEvent(new Event("pointerdown"));
  }
}

let tab: Tab;
let told: boolean[];
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  tab = new Tab();
  vi.stubGlobal("document", tab);
  vi.stubGlobal("addEventListener", tab.addEventListener.bind(tab));
  vi.stubGlobal("removeEventListener", tab.removeEventListener.bind(tab));
  const page = createPage("http://127.0.0.1/");
  told = [];
  page.wire.send = (event) => {
    if (event.type === "attention") told.push(event.on);
  };
  stop = followAttention(page);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a tab that is hidden for a minute is unattended, and attended at once when it is back", () => {
  tab.hide(true);
  vi.advanceTimersByTime(59_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual([false]);
  tab.hide(false);
  expect(told).toEqual([false, true]);
});

test("a tab that is back within the minute was never away", () => {
  tab.hide(true);
  vi.advanceTimersByTime(30_000);
  tab.hide(false);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});

test("ten minutes without a touch are absence; the next touch ends it", () => {
  vi.advanceTimersByTime(9 * 60_000);
  tab.touch();
  vi.advanceTimersByTime(9 * 60_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2 * 60_000);
  expect(told).toEqual([false]);
  tab.touch();
  expect(told).toEqual([false, true]);
});

test("after its end nothing is told", () => {
  stop();
  tab.hide(true);
  vi.advanceTimersByTime(120_000);
  expect(told).toEqual([]);
});
