import { linkify, type TextPiece } from "../../../lib/linkify.ts";
import type { TextBlock } from "../../../lib/quoted-text.ts";

/** A block of a text, its links told from its words. */
export interface LinkedBlock extends TextBlock {
  readonly pieces: readonly TextPiece[];
}

export function withPieces(block: TextBlock): LinkedBlock {
  return { ...block, pieces: linkify(block.text) };
}

/** Where the links of a text lead, each place once, and no more than `most`: what is beyond stays text. */
export function webTargets(blocks: readonly LinkedBlock[], most: number): string[] {
  const targets = new Set<string>();
  for (const { pieces } of blocks) {
    for (const piece of pieces) {
      if (targets.size >= most) return [...targets];
      if (piece.kind === "link" && !piece.href.startsWith("mailto:")) targets.add(piece.href);
    }
  }
  return [...targets];
}
