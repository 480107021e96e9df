import type { ReactNode } from "react";
import styles from "./failure-note.module.css";

interface FailureNoteProps {
  readonly title: string;
  /** What can be done. */
  readonly next: string;
  /** Somebody else's words, set in mono: they are the wire's, not ours. */
  readonly foreign?: { readonly label: string; readonly text: string } | undefined;
  readonly children?: ReactNode;
}

/** What failed and what to do next, read out at once. */
export function FailureNote({ title, next, foreign, children }: FailureNoteProps): ReactNode {
  return (
    <div className={styles["note"]} role="alert">
      <p className={styles["title"]}>{title}</p>
      <p>{next}</p>
      {foreign && (
        <p className={styles["foreign"]}>
          <span>{foreign.label}</span> <code dir="auto">{foreign.text}</code>
        </p>
      )}
      {children}
    </div>
  );
}
