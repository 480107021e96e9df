import type { BodySink } from "@popgate/server/pop3/engine/exchange";

/** Writes a text, one octet a character, to a sink in pieces of a size. */
export function writePieces(sink: BodySink, text: string, size = text.length): void {
  const octets = Buffer.from(text, "latin1");
  for (let at = 0; at < octets.length; at += size) {
    // A copy that is wiped afterwards: a sink that keeps a view is found out.
    const piece = Buffer.from(octets.subarray(at, at + size));
    sink.write(piece);
    piece.fill(0x58);
  }
}
