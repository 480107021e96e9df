import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

/** A POP3 client without opinions: writes lines, reads lines. For looking at a server from outside. */
export interface RawPop3 {
  /** Sends a line and gives the first line of the reply. */
  ask(line: string): Promise<string>;
  /** Sends a line and gives all lines of a multi-line reply, the terminator left out. */
  askLines(line: string): Promise<string[]>;
  /** Closes without QUIT. */
  drop(): Promise<void>;
}

export async function connectPop3(host: string, port: number): Promise<RawPop3> {
  const socket = connect(port, host);
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  const read = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the server closed the connection");
    return value;
  };
  await read();
  const ask = async (line: string) => {
    socket.write(`${line}\r\n`);
    return read();
  };
  return {
    ask,
    async askLines(line) {
      const all = [await ask(line)];
      for (let next = await read(); next !== "."; next = await read()) all.push(next);
      return all;
    },
    async drop() {
      const closed = once(socket, "close");
      socket.destroy();
      await closed;
    },
  };
}
