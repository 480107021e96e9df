import { RENEWED_CLOSE_CODE, ServerEvent, type ClientEvent } from "@popgate/shared/api/events";

export interface EventSocket {
  /** Sent now, or dropped while the line is down: `onOpen` tells everything again. */
  send(event: ClientEvent): void;
  /** Opens a lost line now instead of when its wait is over. */
  hurry(): void;
  close(): void;
}

interface Listeners {
  onEvent(event: ServerEvent): void;
  /** `isAgain` after a lost line: events may have been missed. */
  onOpen(isAgain: boolean): void;
  /** The line is opened again after `retryAfterMs`. */
  onLost(retryAfterMs: number): void;
}

/** The reply that brings the new cookie is on its way: nothing is lost, and nobody is told. */
const RENEWED_WAIT_MS = 100;
/** First wait after a lost line; it doubles up to the longest. */
const FIRST_WAIT_MS = 500;
/** A laptop that wakes up should not wait longer than this. */
const LONGEST_WAIT_MS = 15_000;

/** Holds one WebSocket to the gateway open, and opens it again whenever it is lost. */
export function openEventSocket(base: string, listeners: Listeners): EventSocket {
  const url = new URL("api/v1/events", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_WAIT_MS;
  let wasOpen = false;
  let isClosed = false;

  const connect = (): void => {
    timer = undefined;
    const present = new WebSocket(url);
    socket = present;
    present.onopen = () => {
      waitMs = FIRST_WAIT_MS;
      listeners.onOpen(wasOpen);
      wasOpen = true;
    };
    present.onmessage = ({ data }) => {
      const event = readEvent(data);
      if (event) listeners.onEvent(event);
    };
    present.onclose = ({ code }) => {
      if (isClosed || socket !== present) return;
      if (code === RENEWED_CLOSE_CODE) {
        timer = setTimeout(connect, RENEWED_WAIT_MS);
        return;
      }
      // Half of the wait is random: many pages must not come back in the same moment.
      const retryAfterMs = waitMs / 2 + (Math.random() * waitMs) / 2;
      timer = setTimeout(connect, retryAfterMs);
      listeners.onLost(retryAfterMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    };
  };
  const hurry = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    connect();
  };
  addEventListener("online", hurry);
  connect();

  return {
    send(event) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
    },
    hurry,
    close() {
      isClosed = true;
      clearTimeout(timer);
      removeEventListener("online", hurry);
      socket?.close();
    },
  };
}

/** An event that this page does not know, from a newer gateway, is no reason to fail. */
function readEvent(data: unknown): ServerEvent | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const result = ServerEvent.safeParse(JSON.parse(data));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
