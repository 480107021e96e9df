import type { CommitReport, Mailbox } from "@popgate/shared/api/mailbox";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { isUnsettled } from "../../state/page-state.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Countdown } from "../../ui/signs/countdown.tsx";
import { Dialog } from "../../ui/notices/dialog.tsx";
import { Warning } from "../../ui/notices/warning.tsx";
import styles from "./review-dialog.module.css";

interface ReportDialogProps {
  readonly report: CommitReport;
  /** The mailbox as it is now: it may be waiting for its next try. */
  readonly mailbox: Mailbox;
  readonly onClose: () => void;
}

/** What came of the commit, as the maildrop showed it afterwards. */
export function ReportDialog({ report, mailbox, onClose }: ReportDialogProps): ReactNode {
  const words = messages.marks;
  const { removed, remaining, unknown, freedOctets } = report;
  const isKnown = removed.length > 0 || unknown.length === 0;
  const { problem } = mailbox;
  // A reading that showed it has not come yet; one that did not show it is no promise of another.
  const isOpen = isUnsettled(report.mailbox);
  return (
    <Dialog
      title={isKnown ? words.reportTitle(removed.length) : words.reportUnknown}
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
        {remaining.length > 0 && <Warning>{words.remaining(remaining.length)}</Warning>}
        {unknown.length > 0 && (
          <Warning>{(isOpen ? words.unknown : words.neverKnown)(unknown.length)}</Warning>
        )}
      </div>
      {isOpen && problem?.retryAfterMs !== undefined && (
        <p className={styles["next"]}>
          <Countdown
            start={problem}
            waitMs={problem.retryAfterMs}
            left={messages.mailboxes.nextTry}
            over={messages.mailboxes.tryingNow}
          />
        </p>
      )}
    </Dialog>
  );
}
