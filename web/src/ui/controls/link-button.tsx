import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./button.module.css";

interface LinkButtonProps extends ComponentPropsWithRef<"a"> {
  readonly wire?: string | undefined;
}

/** A link that looks like a quiet button: it leads somewhere, or saves something. */
export function LinkButton({ wire, className, children, ...rest }: LinkButtonProps): ReactNode {
  return (
    <a {...rest} className={classes(styles["button"], styles["quiet"], className)}>
      {children}
      {wire !== undefined && <bdi className={styles["wire"]}>{wire}</bdi>}
    </a>
  );
}
