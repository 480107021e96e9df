import type { ReactNode } from "react";
import { useCountdown } from "../hooks/use-countdown.ts";

interface CountdownProps {
  /** A new object begins the count anew. */
  readonly start: object;
  readonly waitMs: number;
  readonly left: (seconds: number) => string;
  /** Said when the time is over. */
  readonly over: string;
}

/** A sentence with the seconds that are left. Not to be put into a live region: it changes each second. */
export function Countdown({ start, waitMs, left, over }: CountdownProps): ReactNode {
  const seconds = useCountdown(start, waitMs);
  return seconds > 0 ? left(seconds) : over;
}
