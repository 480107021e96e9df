import { useId, type KeyboardEvent, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./tabs.module.css";

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** The id of the panel that the chosen tab shows. */
  readonly panelId: string;
}

/** A tab list; the panel belongs to the caller. Arrows move, as the ARIA pattern says. */
export function Tabs<T extends string>({ label, tabs, value, onChange, panelId }: TabsProps<T>): ReactNode {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const isRtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + (isRtl ? -step : step) + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };
  return (
    <div className={styles["tabs"]} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          id={`${id}-${tab.value}`}
          type="button"
          role="tab"
          aria-selected={tab.value === value}
          aria-controls={panelId}
          tabIndex={tab.value === value ? 0 : -1}
          className={classes(styles["tab"], tab.value === value && styles["on"])}
          onClick={() => {
            onChange(tab.value);
          }}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
