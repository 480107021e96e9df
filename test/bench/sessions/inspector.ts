import { once } from "node:events";
import { WebSocket } from "ws";

/** Another Node process, looked into by the protocol of its debugger. */
export class Inspector {
  readonly #socket: WebSocket;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** @param port on loopback, as the process was told by `--inspect` */
  static async connect(port: number): Promise<Inspector> {
    const list = await fetch(`http://127.0.0.1:${port}/json/list`);
    // What Node documents of this list.
    const [target] = (await list.json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
    await once(socket, "open");
    return new Inspector(socket);
  }

  /** Octets of the main thread's heap that are in use after a full garbage collection. */
  async collectedHeap(): Promise<number> {
    await this.#call("HeapProfiler.collectGarbage");
    // By the protocol's description of Runtime.getHeapUsage.
    const { usedSize } = (await this.#call("Runtime.getHeapUsage")) as { usedSize: number };
    return usedSize;
  }

  async stop(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }

  async #call(method: string): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#socket.send(JSON.stringify({ id, method }));
    for (;;) {
      const [data] = (await once(this.#socket, "message")) as [Buffer];
      const reply = JSON.parse(data.toString()) as { id?: number; result?: unknown };
      if (reply.id === id) return reply.result;
    }
  }
}
