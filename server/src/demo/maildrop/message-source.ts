/** A message as the maildrop keeps it: its octets as they are, or a recipe that makes the same ones. */
export interface MessageSource {
  /** Exactly what STAT, LIST and RETR tell: CRLF counted as two, dot-stuffing not (RFC 1939 §11). */
  readonly octets: number;
  /** The octets from the start, in order. May be called any number of times. */
  chunks(): Iterable<Buffer>;
}

/** Views of this size: a reader that does not read must not make us queue a whole message. */
const CHUNK_OCTETS = 65_536;
const CRLF = Buffer.from("\r\n");

/**
 * Wraps octets that are kept in memory. The multi-line form cannot carry a last line without CRLF
 * (RFC 1939 §3), so one is added here, where it is counted too; nothing else is changed.
 */
export function messageOf(octets: Buffer): MessageSource {
  const endsWithCrlf = octets.length === 0 || octets.subarray(-2).equals(CRLF);
  const whole = endsWithCrlf ? octets : Buffer.concat([octets, CRLF]);
  return {
    octets: whole.length,
    *chunks() {
      for (let at = 0; at < whole.length; at += CHUNK_OCTETS) yield whole.subarray(at, at + CHUNK_OCTETS);
    },
  };
}

/** The whole message in one Buffer, for whoever wants to compare or parse it. */
export function readWhole(source: MessageSource): Buffer {
  return Buffer.concat([...source.chunks()]);
}
