import { RENEWED_CLOSE_CODE } from "@popgate/shared/api/events";
import type { EventWay, EventWayListeners } from "./event-way.ts";
import { readEvent } from "./read-event.ts";

/** Events over a WebSocket. */
export function openSocket(base: string, listeners: EventWayListeners): EventWay {
  const url = new URL("api/v1/events", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  let isClosed = false;
  socket.onopen = () => {
    if (!isClosed) listeners.onOpen();
  };
  socket.onmessage = ({ data }) => {
    const event = readEvent(data);
    if (event && !isClosed) listeners.onEvent(event);
  };
  socket.onclose = ({ code }) => {
    if (!isClosed) listeners.onEnd(code === RENEWED_CLOSE_CODE ? "renewed" : "lost");
  };
  return {
    send(event) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
    },
    close() {
      isClosed = true;
      socket.close();
    },
  };
}
