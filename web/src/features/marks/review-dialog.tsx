import { useEffect, useRef, type ReactNode } from "react";
import { FAILURE_SENTENCES } from "../../lib/messages/failure-sentences.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets } from "../../lib/octets.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
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
  const { rows, report, failure, isSettled, commit } = useReview(view);
  const { marks, mailbox, activity } = view;
  const isCommitting = activity === "committing";
  // While QUIT is under way the marks go to nothing; the heading keeps its count.
  const count = useLast(marks.uids.size, isCommitting);
  if (report) return <ReportDialog report={report} onClose={onClose} />;
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
            disabled={!isSettled || isCommitting || marks.uids.size === 0}
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
      {failure && (
        <FailureNote
          {...FAILURE_SENTENCES[failure.code]}
          foreign={
            failure.serverText === undefined
              ? undefined
              : { label: messages.app.serverSays, text: failure.serverText }
          }
        />
      )}
      {rows ? (
        <ReviewRows mailboxId={mailbox.id} rows={rows} marked={marks.uids} isDisabled={isCommitting} />
      ) : (
        !failure && (
          <p className={styles["wait"]} role="status">
            {words.loading} {formatOctets(marks.octets)}
          </p>
        )
      )}
    </Dialog>
  );
}

/** The last value from before `isFrozen`. */
function useLast(value: number, isFrozen: boolean): number {
  const held = useRef(value);
  useEffect(() => {
    if (!isFrozen) held.current = value;
  }, [value, isFrozen]);
  return isFrozen ? held.current : value;
}
