import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { createDeflateRaw, inflateRaw } from "node:zlib";

/** Twice 150,000 marks of 100 octets: what opens to more was not written here. */
const MAX_CLEAR_OCTETS = 32 * 1024 * 1024;
const LINE_FEED = 0x0a;

const inflate = promisify(inflateRaw);

/**
 * JSON values, a line for each, compressed (RFC 1951) on other threads. Between two lines the event loop has its
 * turn, so that a long list holds up nobody else.
 */
export async function deflateLines(lines: Iterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await pipeline(
    Readable.from(texts(lines), { highWaterMark: 1 }),
    createDeflateRaw(),
    async (deflated: AsyncIterable<Buffer>) => {
      for await (const chunk of deflated) chunks.push(chunk);
    },
  );
  return Buffer.concat(chunks);
}

/** The same values, one in each turn. @throws Error for what `deflateLines` did not write, or too much of it */
export async function* inflateLines(octets: Buffer): AsyncGenerator<unknown> {
  const clear = await inflate(octets, { maxOutputLength: MAX_CLEAR_OCTETS });
  for (let start = 0; start < clear.length;) {
    const end = clear.indexOf(LINE_FEED, start);
    if (end === -1) throw new Error("a line without an end");
    if (start > 0) await turn();
    const value: unknown = JSON.parse(clear.toString("utf8", start, end));
    yield value;
    start = end + 1;
  }
}

function* texts(lines: Iterable<unknown>): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`;
}
