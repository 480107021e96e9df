import type { ReactNode } from "react";
import styles from "./kbd.module.css";

/** A key's name. */
export function Kbd({ children }: { readonly children: string }): ReactNode {
  return <kbd className={styles["kbd"]}>{children}</kbd>;
}
