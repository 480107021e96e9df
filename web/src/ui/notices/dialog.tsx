import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { IconButton } from "../controls/button.tsx";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** The airmail stripe on top: only where something leaves the server. */
  readonly isDeparture?: boolean;
  /** For what wants room: a picture, a document. */
  readonly isWide?: boolean;
  /** While something runs that closing would not stop. */
  readonly isBusy?: boolean;
  /** Buttons at the foot, always in sight. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** A modal dialog that is open as long as it is rendered; the focus goes back where it was. */
export function Dialog({
  title,
  lead,
  closeLabel,
  onClose,
  isDeparture = false,
  isWide = false,
  isBusy = false,
  actions,
  children,
}: DialogProps): ReactNode {
  const onOpenChange = (isOpen: boolean): void => {
    if (!isOpen && !isBusy) onClose();
  };
  return (
    <BaseDialog.Root open onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles["backdrop"]} />
        <BaseDialog.Popup
          className={classes(styles["popup"], isDeparture && styles["departure"], isWide && styles["wide"])}
        >
          <header className={styles["head"]}>
            <div>
              <BaseDialog.Title className={styles["title"]}>{title}</BaseDialog.Title>
              {lead !== undefined && (
                <BaseDialog.Description className={styles["lead"]}>{lead}</BaseDialog.Description>
              )}
            </div>
            <IconButton label={closeLabel} onClick={onClose} disabled={isBusy}>
              <X />
            </IconButton>
          </header>
          {children !== undefined && <div className={styles["body"]}>{children}</div>}
          {actions !== undefined && <footer className={styles["actions"]}>{actions}</footer>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
