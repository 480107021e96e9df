import type { DemoServer } from "@popgate/server/demo/demo-server";
import type { DemoEvent } from "@popgate/server/demo/demo-control";

/** Resolves at the next event of that kind. Ask before doing what causes it. */
export function nextEvent(demo: DemoServer, kind: DemoEvent["kind"]): Promise<DemoEvent> {
  return new Promise((resolve) => {
    const stop = demo.control.subscribe((event) => {
      if (event.kind !== kind) return;
      stop();
      resolve(event);
    });
  });
}
