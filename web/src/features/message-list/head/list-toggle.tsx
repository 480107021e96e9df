import type { ReactNode } from "react";
import { classes } from "../../../lib/classes.ts";
import { IconButton } from "../../../ui/controls/button.tsx";
import styles from "./list-toggle.module.css";

interface ListToggleProps {
  readonly label: string;
  /** Its key. */
  readonly shortcut?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** The icon. */
  readonly children: ReactNode;
}

/** A way of showing the list that is on or off. */
export function ListToggle({ label, shortcut, isOn, onChange, children }: ListToggleProps): ReactNode {
  return (
    <IconButton
      label={label}
      shortcut={shortcut}
      aria-pressed={isOn}
      className={classes(styles["toggle"], isOn && styles["on"])}
      onClick={() => {
        onChange(!isOn);
      }}
    >
      {children}
    </IconButton>
  );
}
