import type { LineEnding } from "@popgate/server/pop3/wire/response-decoder";

/** One response as far as it has come. */
export interface DecodedResponse {
  readonly line: string;
  readonly ending: LineEnding;
  /** Latin-1, so that each octet is one character; undefined for a single-line response. */
  readonly body: string | undefined;
  /** Undefined while the response is not complete. */
  readonly wireOctets: number | undefined;
}

/**
 * RFC 1939 §3 read aloud, over octets that have all come: slow, no state, nothing to get wrong. What
 * the streaming decoder must agree with.
 */
export function referenceDecode(octets: Buffer, isMultiLine: (index: number) => boolean): DecodedResponse[] {
  const responses: DecodedResponse[] = [];
  let rest = octets.toString("latin1");
  for (;;) {
    const lf = rest.indexOf("\n");
    if (lf === -1) return responses;
    const ending: LineEnding = rest[lf - 1] === "\r" ? "crlf" : "lf";
    const line = rest.slice(0, ending === "crlf" ? lf - 1 : lf);
    const afterLine = rest.slice(lf + 1);
    if (!isMultiLine(responses.length)) {
      responses.push({ line, ending, body: undefined, wireOctets: lf + 1 });
      rest = afterLine;
      continue;
    }
    const { body, consumed } = referenceBody(afterLine, ending);
    if (consumed === undefined) {
      responses.push({ line, ending, body, wireOctets: undefined });
      return responses;
    }
    responses.push({ line, ending, body, wireOctets: lf + 1 + consumed });
    rest = afterLine.slice(consumed);
  }
}

function referenceBody(text: string, ending: LineEnding): { body: string; consumed: number | undefined } {
  const eol = ending === "crlf" ? "\r\n" : "\n";
  let body = "";
  let at = 0;
  for (;;) {
    const end = text.indexOf(eol, at);
    if (end === -1) {
      const partial = text.slice(at);
      // Could still become the terminator.
      if (partial === "." || partial === ".\r") return { body, consumed: undefined };
      return { body: body + withoutDot(partial), consumed: undefined };
    }
    const line = text.slice(at, end);
    at = end + eol.length;
    if (line === "." || (ending === "lf" && line === ".\r")) return { body, consumed: at };
    body += withoutDot(line) + eol;
  }
}

function withoutDot(line: string): string {
  return line.startsWith(".") ? line.slice(1) : line;
}
