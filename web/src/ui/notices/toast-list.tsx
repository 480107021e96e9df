import { X } from "lucide-react";
import { useEffect, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { IconButton } from "../controls/button.tsx";
import styles from "./toast-list.module.css";

interface ToastItem {
  readonly id: number;
  readonly tone: "status" | "alert";
  readonly text: string;
  /** Somebody else's words. */
  readonly serverText?: string | undefined;
}

interface ToastListProps {
  readonly toasts: readonly ToastItem[];
  readonly dismissLabel: string;
  readonly onGone: (id: number) => void;
}

/** How long news stays; what went wrong stays longer, for it must be read. */
const STAY_MS = { status: 6_000, alert: 14_000 } as const;

/** News at the edge of the screen. Both regions are always there, or screen readers miss the first. */
export function ToastList({ toasts, dismissLabel, onGone }: ToastListProps): ReactNode {
  return (
    <div className={styles["corner"]}>
      {(["status", "alert"] as const).map((tone) => (
        <div key={tone} role={tone} className={styles["region"]}>
          {toasts
            .filter((toast) => toast.tone === tone)
            .map((toast) => (
              <ToastCard key={toast.id} toast={toast} dismissLabel={dismissLabel} onGone={onGone} />
            ))}
        </div>
      ))}
    </div>
  );
}

function ToastCard({
  toast,
  dismissLabel,
  onGone,
}: Omit<ToastListProps, "toasts"> & { readonly toast: ToastItem }): ReactNode {
  const { id, tone } = toast;
  useEffect(() => {
    const timer = setTimeout(() => {
      onGone(id);
    }, STAY_MS[tone]);
    return () => {
      clearTimeout(timer);
    };
  }, [id, tone, onGone]);
  return (
    <div className={classes(styles["toast"], styles[tone])}>
      <div>
        <p>{toast.text}</p>
        {toast.serverText !== undefined && <code dir="auto">{toast.serverText}</code>}
      </div>
      <IconButton
        label={dismissLabel}
        onClick={() => {
          onGone(id);
        }}
      >
        <X />
      </IconButton>
    </div>
  );
}
