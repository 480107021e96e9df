import { connect, createServer, type Socket } from "node:net";
import { listen } from "./listen.ts";

/** `up` is what the client says, `down` what the server says. */
export type Direction = "up" | "down";

export const DIRECTIONS: readonly Direction[] = ["up", "down"];

/** A line between a client and a server that breaks at a chosen octet, over all its connections. */
export interface CutProxy {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Octets let through since `countAgain`, or since the start. */
  readonly passed: Readonly<Record<Direction, number>>;
  /** Where lines ended since then, counted in octets of their direction. */
  readonly lineEnds: readonly Cut[];
  /** Whether the planned cut has happened. */
  readonly hasCut: boolean;
  /** Counts from nothing; breaks once, when so many octets have passed in the direction of the cut. */
  countAgain(cut?: Cut): void;
  /** Breaks every connection now. */
  cutAll(): void;
  /** While it is down, whoever connects is hung up on. */
  setDown(isDown: boolean): void;
  close(): Promise<void>;
}

export interface Cut {
  readonly direction: Direction;
  readonly octets: number;
  /** Called in the moment of the cut. */
  readonly onCut?: () => void;
}

const LF = 0x0a;

interface Line {
  readonly client: Socket;
  readonly upstream: Socket;
}

export async function startCutProxy(host: string, port: number): Promise<CutProxy> {
  const lines = new Set<Line>();
  const passed = { up: 0, down: 0 };
  const lineEnds: Cut[] = [];
  let plan: Cut | undefined;
  let hasCut = false;
  let isDown = false;

  /** The last octets arrive, then the line is gone: an end that is sent behind them, and no answer. */
  const breakLine = (line: Line, direction?: Direction, last?: Buffer) => {
    lines.delete(line);
    const [from, to] = direction === "down" ? [line.upstream, line.client] : [line.client, line.upstream];
    from.destroy();
    if (last === undefined || last.length === 0) to.destroy();
    else to.end(last, () => to.destroy());
  };

  const pass = (line: Line, direction: Direction, chunk: Buffer) => {
    if (!lines.has(line)) return;
    const left = plan?.direction === direction ? plan.octets - passed[direction] : Infinity;
    const part = chunk.length >= left ? chunk.subarray(0, left) : chunk;
    for (let lf = part.indexOf(LF); lf !== -1; lf = part.indexOf(LF, lf + 1)) {
      lineEnds.push({ direction, octets: passed[direction] + lf + 1 });
    }
    passed[direction] += part.length;
    if (chunk.length < left) {
      (direction === "up" ? line.upstream : line.client).write(part);
      return;
    }
    const onCut = plan?.onCut;
    plan = undefined;
    hasCut = true;
    breakLine(line, direction, part);
    onCut?.();
  };

  const server = createServer({ noDelay: true }, (client) => {
    if (isDown) return void client.destroy();
    const upstream = connect({ host, port, noDelay: true });
    const line: Line = { client, upstream };
    lines.add(line);
    for (const socket of [client, upstream]) {
      // Either side may reset; its close ends the other one.
      socket.on("error", () => socket.destroy());
    }
    client.on("data", (chunk: Buffer) => pass(line, "up", chunk));
    upstream.on("data", (chunk: Buffer) => pass(line, "down", chunk));
    client.on("end", () => upstream.end());
    upstream.on("end", () => client.end());
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroySoon());
    client.on("close", () => lines.delete(line));
    return undefined;
  });
  const ownPort = await listen(server);
  return {
    host: "127.0.0.1",
    port: ownPort,
    passed,
    lineEnds,
    get hasCut() {
      return hasCut;
    },
    countAgain(cut) {
      passed.up = 0;
      passed.down = 0;
      lineEnds.length = 0;
      hasCut = false;
      plan = cut;
    },
    cutAll() {
      for (const line of lines) breakLine(line);
    },
    setDown(value) {
      isDown = value;
    },
    async close() {
      for (const line of lines) breakLine(line);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
