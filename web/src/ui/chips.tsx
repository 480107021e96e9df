import type { ReactNode } from "react";
import { classes } from "../lib/classes.ts";
import styles from "./chips.module.css";

interface Chip<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number | undefined;
}

interface ChipsProps<T extends string> {
  readonly label: string;
  readonly chips: readonly Chip<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A row of choices of which one holds. */
export function Chips<T extends string>({ label, chips, value, onChange }: ChipsProps<T>): ReactNode {
  return (
    <div className={styles["chips"]} role="group" aria-label={label}>
      {chips.map((chip) => (
        <button
          key={chip.value}
          type="button"
          aria-pressed={chip.value === value}
          className={classes(styles["chip"], chip.value === value && styles["on"])}
          onClick={() => {
            onChange(chip.value);
          }}
        >
          {chip.label}
          {chip.count !== undefined && <span className={styles["count"]}>{chip.count}</span>}
        </button>
      ))}
    </div>
  );
}
