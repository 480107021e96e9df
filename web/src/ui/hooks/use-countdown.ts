import { useEffect, useState } from "react";

/** Whole seconds until `waitMs` after `start` came; 0 when they are over. A new `start` begins anew. */
export function useCountdown(start: object | undefined, waitMs: number): number {
  const [present, setPresent] = useState<{ start: object; left: number }>();
  useEffect(() => {
    if (!start || waitMs <= 0) return undefined;
    const endMs = performance.now() + waitMs;
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((endMs - performance.now()) / 1000));
      setPresent({ start, left });
      if (left === 0) clearInterval(timer);
    }, 500);
    return () => {
      clearInterval(timer);
    };
  }, [start, waitMs]);
  if (!start || waitMs <= 0) return 0;
  return present?.start === start ? present.left : Math.ceil(waitMs / 1000);
}
