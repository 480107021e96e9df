import type { WebSocket } from "ws";
import { keepAlive } from "./heartbeat.ts";
import type { PageLine } from "./page-line.ts";

/** A page's WebSocket as its line. */
export function socketLine(socket: WebSocket): PageLine {
  // Its close event follows; there is nothing else to do about a broken line.
  socket.on("error", () => {});
  keepAlive(socket);
  return {
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
    get bufferedOctets() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    close: (code, why) => socket.close(code, why),
    terminate: () => socket.terminate(),
    onClose: (listener) => void socket.once("close", listener),
  };
}
