import { ExternalLink, Printer } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { IconButton } from "../../../ui/controls/button.tsx";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import styles from "../reader-tools.module.css";

interface PrintButtonsProps {
  /** The HTML body as a document of its own; undefined where there is none. */
  readonly aloneUrl: string | undefined;
}

/**
 * Prints the head and the text. A frame that nobody can measure would be cut at its first screen: who wants
 * the HTML on paper opens it alone.
 */
export function PrintButtons({ aloneUrl }: PrintButtonsProps): ReactNode {
  const words = messages.reader;
  return (
    <span className={styles["printing"]}>
      <IconButton
        label={words.print}
        onClick={() => {
          globalThis.print();
        }}
      >
        <Printer />
      </IconButton>
      {aloneUrl !== undefined && (
        <LinkButton
          href={aloneUrl}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={words.alone}
          title={words.alone}
        >
          <ExternalLink aria-hidden="true" />
        </LinkButton>
      )}
    </span>
  );
}
