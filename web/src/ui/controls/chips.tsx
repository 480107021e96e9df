import { useEffect, useRef, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./chips.module.css";
import { useScrollEnds } from "../hooks/use-scroll-ends.ts";

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

/** A row of choices of which one holds. Where it is too narrow for them it wraps, on a phone it scrolls. */
export function Chips<T extends string>({ label, chips, value, onChange }: ChipsProps<T>): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  const { isMoreBefore, isMoreAfter, onScroll } = useScrollEnds(row);
  useEffect(() => {
    row.current
      ?.querySelector("[aria-pressed=true]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  }, [value]);
  return (
    <div
      ref={row}
      className={classes(
        styles["chips"],
        isMoreBefore && styles["moreBefore"],
        isMoreAfter && styles["moreAfter"],
      )}
      role="group"
      aria-label={label}
      onScroll={onScroll}
    >
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
