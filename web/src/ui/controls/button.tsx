import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import styles from "./button.module.css";

interface ButtonProps extends ComponentPropsWithRef<"button"> {
  /** `leave` is for what removes mail from the server, and for nothing else. */
  readonly look?: "plain" | "primary" | "leave" | "quiet";
  /** The command that it sends, or its key: set small in mono beside the label. */
  readonly wire?: string;
  readonly size?: "normal" | "large";
}

/** A button with a label. */
export function Button({
  look = "plain",
  size = "normal",
  wire,
  className,
  children,
  ...rest
}: ButtonProps): ReactNode {
  const names = classes(styles["button"], styles[look], size === "large" && styles["large"], className);
  return (
    <button type="button" {...rest} className={names}>
      {children}
      {wire !== undefined && <bdi className={styles["wire"]}>{wire}</bdi>}
    </button>
  );
}

interface IconButtonProps extends ComponentPropsWithRef<"button"> {
  readonly label: string;
  /** Its key: shown on hover behind the label. */
  readonly shortcut?: string | undefined;
  /** Words that stand beneath the icon where there is room for them. */
  readonly caption?: string;
}

/** A square button with an icon; its label is read out and shown on hover. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { label, shortcut, caption, className, children, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      aria-keyshortcuts={shortcut}
      className={classes(styles["icon"], className)}
    >
      {children}
      {caption !== undefined && <span className={styles["caption"]}>{caption}</span>}
    </button>
  );
}
