import { once } from "node:events";
import { connect } from "node:net";
import type { Pop3Client } from "@popgate/server/pop3/client/client";
import { DEFAULT_DEADLINES } from "@popgate/server/pop3/deadlines";
import { openClient } from "@popgate/server/pop3/opening/open-client";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { encodeCommand, type EncodedCommand } from "@popgate/server/pop3/wire/command-encoder";
import type { BodySink } from "@popgate/server/pop3/engine/exchange";
import { LinePeer } from "../support/line/line-peer.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One line of the table: what the engine needs beside what a bare socket or a peer needs in the same run. */
export interface Figure {
  readonly what: string;
  readonly engine: string;
  readonly beside: string;
  readonly ratio: string;
  readonly aim: string;
  readonly isMet: boolean;
}

export const USER = "bench";

/** The engine, signed in as everybody here is. */
export function openBench({ host, port }: Address): Promise<Pop3Client> {
  return openClient({
    server: { host, port, security: "none" },
    dial: {},
    deadlines: DEFAULT_DEADLINES,
    log: new TranscriptLog(),
    credentials: { user: USER, secret: () => USER },
    mechanism: "USER",
  });
}

/** Dovecot repeats a command that it does not know: an end that can be seen without reading the rest. */
const LAST_COMMAND = "XEND";
const END = `${LAST_COMMAND}\r\n`;

/** Milliseconds until a bare socket that writes all commands at once and reads nothing has everything. */
export async function rawDrain(
  { host, port }: Address,
  commands: readonly string[],
  user = USER,
): Promise<number> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, "connect");
  const peer = new LinePeer(socket);
  await peer.line();
  await peer.ask(`USER ${user}`);
  await peer.ask(`PASS ${user}`);
  // Dovecot says that one is logged in before it has opened the maildrop; the engine's CAPA waits for that too.
  await peer.ask("NOOP");
  peer.release();
  let tail = "";
  const started = performance.now();
  const all = new Promise<void>((resolve, reject) => {
    socket.on("close", () => reject(new Error("the server hung up")));
    socket.on("data", (chunk: Buffer) => {
      tail = (tail + chunk.toString("latin1", Math.max(0, chunk.length - END.length))).slice(-END.length);
      if (tail === END) resolve();
    });
  });
  socket.write(`${commands.join("\r\n")}\r\n${LAST_COMMAND}\r\n`);
  await all;
  const elapsed = performance.now() - started;
  socket.removeAllListeners("close").destroy();
  return elapsed;
}

/** Milliseconds until the engine's background lane has the replies to `count` commands. */
export async function backgroundDrain(
  client: Pop3Client,
  count: number,
  make: (index: number) => { command: EncodedCommand; sink: BodySink; end?: () => void; octets?: number },
): Promise<number> {
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    let asked = 0;
    let answered = 0;
    client.setBackground({
      next() {
        if (asked >= count) return undefined;
        asked += 1;
        const { command, sink, end, octets } = make(asked);
        return {
          command,
          options: octets === undefined ? { sink } : { sink, expectedOctets: octets },
          done: () => {
            end?.();
            answered += 1;
            if (answered === count) resolve();
          },
          failed: reject,
        };
      },
    });
  });
  return performance.now() - started;
}

export const IGNORE: BodySink = { write: () => true };

export function top(number: number): EncodedCommand {
  return encodeCommand("TOP", [number, 0]);
}

/** The middle of several runs, after one that warms up; each measurement takes its turn in each round. */
export async function medians(
  rounds: number,
  measurements: readonly (() => Promise<number>)[],
): Promise<readonly number[]> {
  const taken = measurements.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, measure] of measurements.entries()) {
      const value = await measure();
      if (round > 0) taken[index]?.push(value);
    }
  }
  return taken.map((values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN);
}

/** A figure whose aim is a share of the speed of what stands beside it. */
export function share(
  what: string,
  engineMs: number,
  beside: { readonly name: string; readonly ms: number },
  atLeast: number,
): Figure {
  const ratio = beside.ms / engineMs;
  return {
    what,
    engine: `${engineMs.toFixed(0)} ms`,
    beside: `${beside.name} ${beside.ms.toFixed(0)} ms`,
    ratio: ratio.toFixed(2),
    aim: `≥ ${atLeast}`,
    isMet: ratio >= atLeast,
  };
}

/** A message of about that size, in lines of 76 octets. */
export function messageOf(octets: number): Buffer {
  const head = "From: a@example.org\r\nSubject: bench\r\n\r\n";
  const line = `${"x".repeat(74)}\r\n`;
  return Buffer.from(head + line.repeat(Math.max(1, Math.ceil((octets - head.length) / line.length))));
}
