import { openEventPage, pollEvents, tellEvent } from "@popgate/shared/api/event-pages";
import type { ClientEvent } from "@popgate/shared/api/events";
import { asFailure } from "./api-failure.ts";
import type { Call } from "./call.ts";
import type { EventWay, EventWayListeners } from "./event-way.ts";
import { readEvent } from "./read-event.ts";

/** Events by requests, one after the other, each of which waits until there is something to tell. */
export function openPolling(call: Call, listeners: EventWayListeners): EventWay {
  const abort = new AbortController();
  const { signal } = abort;
  let page: string | undefined;

  const poll = async (): Promise<void> => {
    ({ page } = await call(openEventPage, {}, { signal }));
    listeners.onOpen();
    for (;;) {
      const { events } = await call(pollEvents, { params: { page } }, { signal });
      for (const text of events) {
        const event = readEvent(text);
        if (event && !signal.aborted) listeners.onEvent(event);
      }
    }
  };
  const tell = async (event: ClientEvent): Promise<void> => {
    if (page !== undefined) await call(tellEvent, { params: { page }, body: event }, { signal });
  };
  const end = (error: unknown): void => {
    if (signal.aborted) return;
    abort.abort();
    // The gateway answers, and has closed this page: its session was renewed, or the laptop slept.
    listeners.onEnd(asFailure(error).code === "not-found" ? "renewed" : "lost");
  };
  poll().catch(end);
  return {
    send: (event) => void tell(event).catch(end),
    close: () => {
      abort.abort();
    },
  };
}
