import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { ProgressBar } from "../../ui/signs/progress-bar.tsx";
import styles from "./load-progress.module.css";

/** How many headers have been read; gone when all are. */
export function LoadProgress({ mailbox }: { readonly mailbox: Mailbox }): ReactNode {
  const { loaded, messages: total } = mailbox;
  if (loaded >= total) return null;
  const words = messages.list.headers(loaded, total);
  return (
    <div className={styles["progress"]}>
      {words}
      <ProgressBar label={words} part={loaded / total} />
    </div>
  );
}
