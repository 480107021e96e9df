import type { ReactNode } from "react";
import styles from "./spoken.module.css";

interface SpokenProps {
  /** Read out again as the words change; for that it must stay in the document. */
  readonly role?: "status";
  readonly children: ReactNode;
}

/** Words for screen readers only. Isolated (`bdi`), so that they give no direction to what stands beside them. */
export function Spoken({ role, children }: SpokenProps): ReactNode {
  return (
    <bdi role={role} className={styles["spoken"]}>
      {children}
    </bdi>
  );
}
