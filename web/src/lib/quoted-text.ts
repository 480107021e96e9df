/** A run of lines quoted equally deep; depth 0 is the writer's own. */
export interface TextBlock {
  readonly depth: number;
  readonly text: string;
  /** What follows the line `-- ` (RFC 3676 §4.3). */
  readonly isSignature: boolean;
}

/** Deeper quotes look like this one: more bars help nobody. */
const MAX_DEPTH = 6;

/** Splits plain text into its own words, quotes (`>`) and the signature, markers taken off. */
export function quotedBlocks(text: string): TextBlock[] {
  const blocks: { depth: number; lines: string[]; isSignature: boolean }[] = [];
  let isSignature = false;
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    const marker = /^(?:> ?)+/.exec(line)?.[0] ?? "";
    // mbox writers put > before a line that starts with From: that is no quote.
    const isQuote = marker !== "" && !line.startsWith(">From ");
    const depth = isQuote ? Math.min(marker.replaceAll(" ", "").length, MAX_DEPTH) : 0;
    if (depth === 0 && line === "-- ") isSignature = true;
    const last = blocks.at(-1);
    const words = isQuote ? line.slice(marker.length) : line;
    if (last?.depth === depth && last.isSignature === isSignature) last.lines.push(words);
    else blocks.push({ depth, lines: [words], isSignature });
  }
  return blocks.map(({ lines, ...block }) => ({ ...block, text: lines.join("\n") }));
}
