import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./tag.module.css";

interface TagProps {
  readonly tone: "warn" | "leave" | "plain";
  readonly title?: string;
  readonly children: ReactNode;
}

/** A short fact about a message or a mailbox. */
export function Tag({ tone, title, children }: TagProps): ReactNode {
  return (
    <span className={classes(styles["tag"], styles[tone])} title={title}>
      {children}
    </span>
  );
}
