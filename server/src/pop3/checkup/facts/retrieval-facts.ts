import type { Judgement } from "./judgement.ts";

/** One message as the server gave it in three ways. */
export interface MessageSample {
  /** What LIST told; null where that was no number. */
  readonly listed: number | null;
  /** RETR; undefined where nothing may be retrieved. */
  readonly whole: Buffer | undefined;
  /** `TOP n 0`; undefined where the server refused it. */
  readonly top: Buffer | undefined;
}

/** Whether `TOP n 0` gives the header, its blank line, and nothing else (RFC 1939 §7). */
export function topFacts(samples: readonly MessageSample[]): Judgement {
  const tops = samples.filter(({ top }) => top !== undefined);
  if (tops.length === 0) return { verdict: "bad", facts: { works: false } };
  const withoutBlankLine = tops.filter(({ top }) => !endsWithBlankLine(top ?? EMPTY)).length;
  const withBody = tops.filter(({ top = EMPTY }) => headerOf(top).length < top.length).length;
  const compared = tops.filter(({ whole }) => whole !== undefined);
  const otherHeader = compared.filter(
    ({ top = EMPTY, whole = EMPTY }) => !withoutEnd(headerOf(top)).equals(withoutEnd(headerOf(whole))),
  ).length;
  const octets = tops.reduce((sum, { top }) => sum + (top?.length ?? 0), 0);
  return {
    verdict: withBody > 0 || otherHeader > 0 ? "bad" : withoutBlankLine > 0 ? "warning" : "good",
    facts: {
      works: true,
      messages: tops.length,
      octets,
      withBody,
      withoutBlankLine,
      compared: compared.length,
      otherHeader,
    },
  };
}

/** Whether RETR gives as many octets as LIST told (RFC 1939 §11 wants CRLF counted as two). */
export function octetFacts(samples: readonly MessageSample[]): Judgement {
  const known = samples.filter(({ listed, whole }) => listed !== null && whole !== undefined);
  const differences = known.map(({ listed, whole }) => (whole?.length ?? 0) - (listed ?? 0));
  const different = differences.filter((difference) => difference !== 0);
  return {
    verdict: different.length === 0 ? "good" : "warning",
    facts: {
      messages: known.length,
      different: different.length,
      most: different.length === 0 ? undefined : Math.max(...different.map(Math.abs)),
      differences: different.length === 0 ? undefined : different.map(String),
    },
  };
}

/**
 * Whether lines that begin with a dot came through (RFC 1939 §3). Stuffing cannot be seen from outside,
 * but its lack can: a dot is missing then, and LIST tells of one octet more.
 */
export function dotStuffingFacts(samples: readonly MessageSample[]): Judgement {
  const withDots = samples.filter(({ whole = EMPTY }) => dotLines(whole) > 0);
  const right = withDots.filter(({ listed, whole }) => listed === whole?.length);
  const lines = withDots.reduce((sum, { whole = EMPTY }) => sum + dotLines(whole), 0);
  return {
    verdict: withDots.length === 0 || right.length < withDots.length ? "note" : "good",
    facts: { messages: withDots.length, lines, sizesAgree: right.length },
  };
}

const EMPTY = Buffer.alloc(0);
const LF = 0x0a;
const CR = 0x0d;

function endsWithBlankLine(octets: Buffer): boolean {
  return headerOf(octets).length === octets.length && withoutEnd(octets).length < octets.length;
}

/** Up to the blank line, which belongs to it; everything where there is none. */
function headerOf(octets: Buffer): Buffer {
  for (let lineStart = 0; lineStart < octets.length;) {
    const lf = octets.indexOf(LF, lineStart);
    if (lf === -1) break;
    const length = lf - lineStart - (octets[lf - 1] === CR && lf > lineStart ? 1 : 0);
    if (length === 0) return octets.subarray(0, lf + 1);
    lineStart = lf + 1;
  }
  return octets;
}

/** The blank line removed. */
function withoutEnd(header: Buffer): Buffer {
  return Buffer.from(header.toString("latin1").replace(/(^|\n)\r?\n$/, "$1"), "latin1");
}

/** How many lines begin with a dot. */
export function dotLines(octets: Buffer): number {
  return octets.toString("latin1").match(/^\./gm)?.length ?? 0;
}
