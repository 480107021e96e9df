import type { ReactNode } from "react";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets } from "../../lib/octets.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/notices/dialog.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import { ProgressBar } from "../../ui/signs/progress-bar.tsx";
import { ReportDialog } from "./report-dialog.tsx";
import styles from "./review-dialog.module.css";
import { ReviewRows } from "./review-rows.tsx";
import { useReview } from "./use-review.ts";

interface ReviewDialogProps {
  readonly view: MailboxView;
  readonly onClose: () => void;
}

/** Exactly what leaves the server, before QUIT; what came of it, after. */
export function ReviewDialog({ view, onClose }: ReviewDialogProps): ReactNode {
  const words = messages.marks;
  const { rows, failure, isSettled, commit } = useReview(view);
  const { marks, mailbox, activity, report } = view;
  const isCommitting = activity === "committing";
  const { count } = marks;
  if (report) return <ReportDialog report={report} mailbox={mailbox} onClose={onClose} />;
  return (
    <Dialog
      isDeparture
      isBusy={isCommitting}
      title={words.reviewTitle(count)}
      lead={words.reviewText}
      closeLabel={messages.app.close}
      onClose={onClose}
      actions={
        <>
          <p className={styles["sum"]}>
            {isCommitting ? words.committingText : `${words.frees(marks.octets)} · ${words.final}`}
          </p>
          <Button disabled={isCommitting} onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            look="leave"
            wire="QUIT"
            disabled={!isSettled || isCommitting || count === 0}
            onClick={commit}
          >
            {isCommitting ? words.committing : words.commit(count)}
          </Button>
        </>
      }
    >
      {isCommitting && (
        <div className={styles["running"]}>
          <ProgressBar label={words.committing} part={null} />
        </div>
      )}
      {failure && <FailureNote {...failureWords(failure)} />}
      {rows ? (
        <ReviewRows mailboxId={mailbox.id} rows={rows} marks={marks} isDisabled={isCommitting} />
      ) : (
        !failure && (
          <p className={styles["wait"]} role="status">
            {words.loading} {marks.octets !== undefined && formatOctets(marks.octets)}
          </p>
        )
      )}
    </Dialog>
  );
}
