import type { Message } from "@popgate/shared/api/message";
import { useMemo, type ReactNode } from "react";
import { classes } from "../../../lib/classes.ts";
import { type TextPiece } from "../../../lib/linkify.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import { isTabular } from "../../../lib/tabular.ts";
import { quotedBlocks } from "../../../lib/quoted-text.ts";
import { Banner } from "../../../ui/notices/banner.tsx";
import { withPieces, type LinkedBlock } from "./linked-block.ts";
import styles from "./text-body.module.css";
import { useLeaveLinks, type LeaveLinks } from "./use-leave-links.ts";

const NO_BLOCKS: readonly LinkedBlock[] = [];

interface TextBodyProps {
  readonly message: Message;
  /** To be printed: links need no address of the leave page. */
  readonly isOnPaper?: boolean;
}

/** Plain text: text nodes and anchors made from them, quotes set apart. A link leads to the leave page. */
export function TextBody({ message, isOnPaper = false }: TextBodyProps): ReactNode {
  const words = messages.reader;
  const blocks = useMemo(() => quotedBlocks(message.text ?? "").map(withPieces), [message.text]);
  const ways = useLeaveLinks(isOnPaper ? NO_BLOCKS : blocks);
  if (message.text === null || message.text.trim() === "") {
    return <p className={styles["nothing"]}>{words.noBody}</p>;
  }
  return (
    <div className={classes(styles["text"], isTabular(message.text) && styles["tabular"])}>
      {blocks.map((block, index) => (
        <Block key={index} block={block} ways={ways} />
      ))}
      {message.textTruncated && <Banner tone="warn">{words.truncated}</Banner>}
    </div>
  );
}

interface BlockProps {
  readonly block: LinkedBlock;
  readonly ways: LeaveLinks;
}

function Block({ block, ways }: BlockProps): ReactNode {
  const names = classes(
    styles["block"],
    block.depth > 0 && styles["quote"],
    block.isSignature && styles["signature"],
  );
  const content = block.pieces.map((piece, index) => <Piece key={index} piece={piece} ways={ways} />);
  if (block.depth === 0) {
    return (
      <p className={names} dir="auto">
        {content}
      </p>
    );
  }
  return (
    <blockquote className={names} dir="auto" style={{ marginInlineStart: `${String(block.depth - 1)}rem` }}>
      {content}
    </blockquote>
  );
}

function Piece({ piece, ways }: { readonly piece: TextPiece; readonly ways: LeaveLinks }): ReactNode {
  if (piece.kind === "text") return piece.text;
  const href = piece.href.startsWith("mailto:") ? piece.href : ways.get(piece.href);
  // Text, until the gateway has made its link, and where there are too many.
  if (href === undefined) return piece.text;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" title={piece.href}>
      {piece.text}
    </a>
  );
}
