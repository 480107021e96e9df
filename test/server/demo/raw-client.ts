import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { MAX_COMMAND_OCTETS } from "@popgate/shared/pop3/commands";

/** A client that knows nothing but lines: tests see every octet, and may send what no client would. */
export class RawClient {
  #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  /** Connects and leaves the greeting to be read. */
  static async connect(port: number, tls?: { ca: string }): Promise<RawClient> {
    const target = { host: "127.0.0.1", port };
    const socket = tls === undefined ? connectTcp(target) : connectTls({ ...target, ca: tls.ca });
    await once(socket, tls === undefined ? "connect" : "secureConnect");
    return new RawClient(socket);
  }

  /** Connects, reads the greeting, signs in. */
  static async signedIn(port: number, user = "mrose", password = "tanstaaf"): Promise<RawClient> {
    const client = await RawClient.connect(port);
    await client.line();
    await client.command(`USER ${user}`);
    const reply = await client.command(`PASS ${password}`);
    if (!reply.startsWith("+OK")) throw new Error(`not signed in: ${reply}`);
    return client;
  }

  send(octets: string | Buffer): void {
    this.#socket.write(octets);
  }

  /** The next line without CRLF; rejects if the server closes instead. */
  async line(): Promise<string> {
    return (await this.#take("\r\n")).toString("latin1");
  }

  /** The lines up to the terminator, dot-stuffing as sent, terminator left out. */
  async stuffed(): Promise<Buffer> {
    if (await this.#startsWith(".\r\n")) {
      await this.line();
      return Buffer.alloc(0);
    }
    return Buffer.concat([await this.#take("\r\n.\r\n"), Buffer.from("\r\n")]);
  }

  /** One line out, one line back. */
  async command(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.line();
  }

  async listing(line: string): Promise<string[]> {
    const status = await this.command(line);
    if (!status.startsWith("+OK")) throw new Error(status);
    const lines = (await this.stuffed()).toString("latin1").split("\r\n");
    return lines.slice(0, -1);
  }

  /** A message as RETR or TOP gives it, dot-stuffing undone the plain way: line by line. */
  async message(line: string): Promise<Buffer> {
    const status = await this.command(line);
    if (!status.startsWith("+OK")) throw new Error(status);
    const text = (await this.stuffed()).toString("latin1");
    return Buffer.from(text.replaceAll(/(^|\r\n)\./g, "$1"), "latin1");
  }

  /** Sends STLS (with whatever is to come in the same packet) and goes on inside TLS. */
  async startTls(ca: string, smuggled = ""): Promise<void> {
    this.send(`STLS\r\n${smuggled}`);
    const reply = await this.line();
    if (!reply.startsWith("+OK")) throw new Error(reply);
    this.#socket.removeAllListeners("data");
    const secure = connectTls({ socket: this.#socket, ca, servername: "localhost" });
    await once(secure, "secureConnect");
    this.#socket = secure;
    this.#listen();
  }

  /** Everything until the server closes the connection. */
  async rest(): Promise<string> {
    while (!this.#isClosed) await this.#more();
    return this.#received.toString("latin1");
  }

  /** What has come and was not read. */
  get pending(): string {
    return this.#received.toString("latin1");
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    // A reset is one of the ways in which a connection ends.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (socket !== this.#socket) return;
      this.#isClosed = true;
      this.#wake();
    });
  }

  #more(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  async #take(ending: string): Promise<Buffer> {
    let searched = 0;
    for (;;) {
      const at = this.#received.indexOf(ending, searched);
      if (at !== -1) {
        const taken = this.#received.subarray(0, at);
        this.#received = this.#received.subarray(at + ending.length);
        return taken;
      }
      searched = Math.max(0, this.#received.length - ending.length);
      if (this.#isClosed) throw new Error(`closed after: ${this.pending.slice(0, MAX_COMMAND_OCTETS)}`);
      await this.#more();
    }
  }

  async #startsWith(text: string): Promise<boolean> {
    while (this.#received.length < text.length && !this.#isClosed) await this.#more();
    return this.#received.subarray(0, text.length).toString("latin1") === text;
  }
}
