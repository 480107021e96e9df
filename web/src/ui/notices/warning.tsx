import type { ReactNode } from "react";
import styles from "./warning.module.css";

/** A sentence among others that must not be passed over. */
export function Warning({ children }: { readonly children: string }): ReactNode {
  return <p className={styles["warning"]}>{children}</p>;
}
