import type { ReactNode } from "react";
import styles from "./brand-mark.module.css";

/** The airmail envelope. Decoration: the name stands in the page's title. */
export function BrandMark(): ReactNode {
  return (
    <span className={styles["mark"]} aria-hidden="true">
      <svg viewBox="0 0 36 26">
        <path d="m3 3 15 11.500L33 3" />
      </svg>
    </span>
  );
}
