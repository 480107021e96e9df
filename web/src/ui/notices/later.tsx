import { createElement, lazy, Suspense, type ComponentType, type ReactNode } from "react";

const loads: (() => Promise<unknown>)[] = [];
/** A page that is never idle must not wait for ever. */
const IDLE_LIMIT_MS = 5_000;

/**
 * A component that is not needed at first: its code comes when the page is idle, or when it is shown before.
 * Until it has come, nothing stands there.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactNode {
  loads.push(load);
  const Component = lazy(async () => ({ default: await load() }));
  return function Later(props) {
    return <Suspense fallback={null}>{createElement(Component, props)}</Suspense>;
  };
}

/** Fetches all of them once the page is idle: when one is shown, the gateway may be away. */
export function fetchLater(): void {
  whenIdle(() => {
    // One that does not come now is asked for again when it is shown.
    for (const load of loads) load().catch(() => {});
  });
}

export function whenIdle(work: () => void): void {
  // Not in every Safari.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: IDLE_LIMIT_MS });
  else setTimeout(work, IDLE_LIMIT_MS);
}
