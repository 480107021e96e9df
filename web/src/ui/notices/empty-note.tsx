import type { ReactNode } from "react";
import styles from "./empty-note.module.css";

interface EmptyNoteProps {
  readonly title: string;
  readonly text: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** What stands where there is nothing to show, and what to do about it. */
export function EmptyNote({ title, text, icon, children }: EmptyNoteProps): ReactNode {
  return (
    <div className={styles["note"]}>
      {icon}
      <p className={styles["title"]}>{title}</p>
      <p className={styles["text"]}>{text}</p>
      {children}
    </div>
  );
}
