import type { CommitReport } from "@popgate/shared/api/mailbox";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./review-dialog.module.css";

interface ReportDialogProps {
  readonly report: CommitReport;
  readonly onClose: () => void;
}

/** What came of the commit, as the maildrop showed it afterwards. */
export function ReportDialog({ report, onClose }: ReportDialogProps): ReactNode {
  const words = messages.marks;
  const { removed, remaining, unknown, freedOctets } = report;
  return (
    <Dialog
      title={words.reportTitle(removed.length)}
      closeLabel={messages.app.close}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {words.done}
        </Button>
      }
    >
      <div className={styles["facts"]} role="status">
        {removed.length > 0 && <p className={styles["ok"]}>{words.freed(freedOctets)}</p>}
        {remaining.length > 0 && <p className={styles["warn"]}>{words.remaining(remaining.length)}</p>}
        {unknown.length > 0 && <p className={styles["warn"]}>{words.unknown(unknown.length)}</p>}
      </div>
    </Dialog>
  );
}
