import { useEffect, useState } from "react";

/** Whole seconds until `waitMs` after `start` is over; 0 when it is. A new `start` begins anew. */
export function useCountdown(start: object | undefined, waitMs: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!start || waitMs <= 0) {
      setLeft(0);
      return undefined;
    }
    const endMs = performance.now() + waitMs;
    const tick = (): void => {
      const seconds = Math.max(0, Math.ceil((endMs - performance.now()) / 1000));
      setLeft(seconds);
      if (seconds === 0) clearInterval(timer);
    };
    const timer = setInterval(tick, 500);
    tick();
    return () => {
      clearInterval(timer);
    };
  }, [start, waitMs]);
  return left;
}
