import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./banner.module.css";

interface BannerProps {
  readonly tone?: "plain" | "warn";
  /** For what must be read out at once. */
  readonly role?: "alert";
  /** What can be done about it. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A sentence about the whole pane, with at most one button. */
export function Banner({ tone = "plain", role, action, children }: BannerProps): ReactNode {
  return (
    <div className={classes(styles["banner"], styles[tone])} role={role}>
      <div className={styles["text"]}>{children}</div>
      {action}
    </div>
  );
}
