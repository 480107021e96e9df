import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./pill.module.css";

interface PillProps {
  readonly tone: "ok" | "busy" | "quiet" | "bad";
  readonly title?: string;
  readonly children: string;
}

/** The name of a protocol state, in mono, with a lamp. */
export function Pill({ tone, title, children }: PillProps): ReactNode {
  return (
    <span className={classes(styles["pill"], styles[tone])} title={title}>
      {children}
    </span>
  );
}
