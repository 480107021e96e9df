import type { Message } from "@popgate/shared/api/message";
import { useMemo, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { linkify } from "../../lib/linkify.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { isTabular } from "../../lib/tabular.ts";
import { quotedBlocks, type TextBlock } from "../../lib/quoted-text.ts";
import { openMessage, TOP_LINES } from "../../state/operations/read-message.ts";
import { usePage } from "../../state/use-page.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import readerStyles from "./reader.module.css";
import styles from "./text-body.module.css";

/** Plain text: text nodes and anchors made from them, quotes set apart. */
export function TextBody({ message }: { readonly message: Message }): ReactNode {
  const words = messages.reader;
  const blocks = useMemo(() => quotedBlocks(message.text ?? ""), [message.text]);
  if (message.text === null || message.text.trim() === "") {
    return <p className={styles["nothing"]}>{words.noBody}</p>;
  }
  return (
    <div className={classes(styles["text"], isTabular(message.text) && styles["tabular"])}>
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
      {message.textTruncated && <Banner tone="warn">{words.truncated}</Banner>}
    </div>
  );
}

interface TopTextProps {
  readonly text: string;
  readonly mailboxId: string;
  readonly uid: string;
}

/** What TOP told: header and first lines, not decoded. */
export function TopText({ text, mailboxId, uid }: TopTextProps): ReactNode {
  const page = usePage();
  const words = messages.reader;
  return (
    <div className={readerStyles["message"]}>
      <Banner
        action={<Button onClick={() => void openMessage(page, mailboxId, uid, true)}>{words.all}</Button>}
      >
        {words.topNote(TOP_LINES)}
      </Banner>
      <pre className={styles["raw"]} dir="ltr">
        {text}
      </pre>
    </div>
  );
}

function Block({ block }: { readonly block: TextBlock }): ReactNode {
  const names = classes(
    styles["block"],
    block.depth > 0 && styles["quote"],
    block.isSignature && styles["signature"],
  );
  const content = linkify(block.text).map((piece, index) =>
    piece.kind === "text" ? (
      piece.text
    ) : (
      <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer" title={piece.href}>
        {piece.text}
      </a>
    ),
  );
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
