import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/controls/button.tsx";
import { useCopy } from "../../ui/hooks/use-copy.ts";
import styles from "./file-hash.module.css";

/** Enough to tell two files apart at a glance; the whole of it can be unfolded or copied. */
const SHOWN_DIGITS = 12;

/** The SHA-256 of a file that was saved, short. */
export function FileHash({ sha256 }: { readonly sha256: string }): ReactNode {
  const words = messages.bulk.export;
  const { outcome, copy } = useCopy();
  return (
    <div className={styles["hash"]}>
      <details>
        <summary>
          {words.hash}: <code>{sha256.slice(0, SHOWN_DIGITS)}…</code>
        </summary>
        <code>{sha256}</code>
      </details>
      <Button
        look="quiet"
        aria-label={words.copyHash}
        onClick={() => {
          copy(sha256);
        }}
      >
        {words.copy}
      </Button>
      <span role="status">{outcome && words[outcome]}</span>
    </div>
  );
}
