import type { Page } from "../page.ts";

/** A tab that is hidden this long is not being read: its mailbox need not be held open. */
const HIDDEN_MS = 60_000;
/** Nobody reads a screen for ten minutes without touching anything. */
const UNTOUCHED_MS = 10 * 60_000;
/** Each touch counts, but the timer need not be set anew for each. */
const TOUCH_GAP_MS = 5_000;

const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "focus"] as const;

/**
 * Tells the gateway whether somebody is there: it opens lost sessions again, and holds a maildrop's
 * lock, only for people. Call once; returns the end of it.
 */
export function followAttention(page: Page): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touchedAt = -Infinity;
  const tell = (on: boolean): void => {
    if (page.wants.attention === on) return;
    page.wants.attention = on;
    page.wire.send({ type: "attention", on });
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        tell(false);
      },
      document.hidden ? HIDDEN_MS : UNTOUCHED_MS,
    );
  };
  const onTouch = (): void => {
    const now = performance.now();
    if (page.wants.attention && now - touchedAt < TOUCH_GAP_MS) return;
    touchedAt = now;
    tell(true);
    wait();
  };
  const onVisibility = (): void => {
    if (!document.hidden) tell(true);
    wait();
  };
  const how = { capture: true, passive: true };
  for (const name of TOUCHES) addEventListener(name, onTouch, how);
  document.addEventListener("visibilitychange", onVisibility);
  wait();
  return () => {
    clearTimeout(timer);
    for (const name of TOUCHES) removeEventListener(name, onTouch, how);
    document.removeEventListener("visibilitychange", onVisibility);
  };
}
