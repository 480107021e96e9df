import type { Socket } from "node:net";

/**
 * The smallest POP3 peer: sends a line, reads lines. It shares no code with the product,
 * so that a test of the product does not check itself.
 */
export class LinePeer {
  readonly #socket: Socket;
  readonly #lines: string[] = [];
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  #rest = "";
  #ended = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", this.#read);
    socket.on("close", this.#end);
    socket.on("error", this.#end);
  }

  /** The next line without its CRLF; octets as latin1 characters. */
  line(): Promise<string> {
    const ready = this.#lines.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.#ended) return Promise.reject(new Error("the server closed the connection"));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Sends a command and reads its status line. */
  ask(command: string): Promise<string> {
    this.#socket.write(`${command}\r\n`, "latin1");
    return this.line();
  }

  /** Sends a command and reads a multi-line response, un-stuffed; throws on -ERR. */
  async askLines(command: string): Promise<string[]> {
    const status = await this.ask(command);
    if (!status.startsWith("+OK")) throw new Error(`${command}: ${status}`);
    const lines: string[] = [];
    for (let line = await this.line(); line !== "."; line = await this.line()) {
      lines.push(line.startsWith(".") ? line.slice(1) : line);
    }
    return lines;
  }

  /** Stops reading, so that the socket can be given to TLS. */
  release(): void {
    this.#socket.off("data", this.#read);
    this.#socket.off("close", this.#end);
    this.#socket.off("error", this.#end);
  }

  readonly #read = (chunk: Buffer): void => {
    const parts = (this.#rest + chunk.toString("latin1")).split("\r\n");
    this.#rest = parts.pop() ?? "";
    for (const part of parts) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#lines.push(part);
      else waiting.resolve(part);
    }
  };

  readonly #end = (): void => {
    this.#ended = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error("the server closed the connection"));
  };
}
