import type { Message } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import styles from "./header-table.module.css";

/** All header fields in the message's order. */
export function HeaderTable({ headers }: { readonly headers: Message["headers"] }): ReactNode {
  return (
    <dl className={styles["headers"]}>
      {headers.map(({ name, value }, index) => (
        <div key={index} className={styles["field"]}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
