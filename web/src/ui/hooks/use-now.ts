import { useEffect, useState } from "react";

const MINUTE_MS = 60_000;

/** The present time to the minute: "today" must not last for ever in a page that stays open. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNowMs(Date.now());
    }, MINUTE_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return nowMs;
}
