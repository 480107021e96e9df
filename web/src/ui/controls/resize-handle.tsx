import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import styles from "./resize-handle.module.css";

interface ResizeHandleProps {
  readonly label: string;
  /** Height in pixels of what is below the handle. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** One press of an arrow key. */
const STEP_PX = 24;

/** The upper edge of a pane, to be dragged, or moved with the arrow keys. */
export function ResizeHandle({ label, value, min, max, onChange }: ResizeHandleProps): ReactNode {
  const set = (wanted: number): void => {
    onChange(Math.max(min, Math.min(max, wanted)));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) set(value - event.movementY);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: STEP_PX, ArrowDown: -STEP_PX }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(value + step);
  };
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles["handle"]}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
