import { Readable } from "node:stream";
import type { OctetRange } from "../store/stored-message.ts";

/** Some octets of a stream; what stands before them is read and dropped, what stands behind is not read. */
export function sliced(source: Readable, range: OctetRange): Readable {
  const stream = Readable.from(pieces(source, range), { objectMode: false });
  // Also where nobody ever read from it.
  stream.once("close", () => source.destroy());
  return stream;
}

async function* pieces(source: Readable, { start, end }: OctetRange): AsyncGenerator<Buffer> {
  let at = 0;
  // A stream of octets gives buffers; its type does not say so.
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += chunk.length;
    if (piece.length > 0) yield piece;
    if (at >= end) return;
  }
}
