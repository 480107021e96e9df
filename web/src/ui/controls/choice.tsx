import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./choice.module.css";

interface ChoiceProps {
  /** One of several, or on and off by itself. */
  readonly type: "radio" | "checkbox";
  /** Radios of one name exclude each other. */
  readonly name?: string;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
  /** What it means, in small beneath the label. */
  readonly hint?: string;
  readonly className?: string | undefined;
  readonly children: string;
}

/** A radio button or a checkbox with its label. */
export function Choice({
  type,
  name,
  isChosen,
  onChange,
  hint,
  className,
  children,
}: ChoiceProps): ReactNode {
  return (
    <label className={classes(styles["choice"], className)}>
      <input
        type={type}
        name={name}
        checked={isChosen}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <span>{children}</span>
      {hint !== undefined && <span className={styles["hint"]}>{hint}</span>}
    </label>
  );
}
