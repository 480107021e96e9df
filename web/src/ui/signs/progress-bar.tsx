import type { ReactNode } from "react";
import styles from "./progress-bar.module.css";

interface ProgressBarProps {
  readonly label: string;
  /** From 0 to 1; null where the end is not known. */
  readonly part: number | null;
}

/** A thin bar; the numbers stand beside it. */
export function ProgressBar({ label, part }: ProgressBarProps): ReactNode {
  const percent = part === null ? undefined : Math.round(Math.min(1, Math.max(0, part)) * 100);
  return (
    <span
      className={styles["bar"]}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span
        className={percent === undefined ? styles["running"] : styles["part"]}
        style={percent === undefined ? undefined : { inlineSize: `${String(percent)}%` }}
      />
    </span>
  );
}
