import type { ClientEvent, ServerEvent } from "@popgate/shared/api/events";

/** One way on which events come, as long as it lasts. */
export interface EventWay {
  /** Sent now, or dropped where the way is not open. */
  send(event: ClientEvent): void;
  close(): void;
}

/** None of it is told any more once the way was closed from here. */
export interface EventWayListeners {
  readonly onOpen: () => void;
  readonly onEvent: (event: ServerEvent) => void;
  /** `renewed`: another cookie is on its way to this browser, and the same way opens again with it. */
  readonly onEnd: (why: "lost" | "renewed") => void;
}
