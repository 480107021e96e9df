import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { resetMarks } from "../../state/operations/change-marks.ts";
import type { MarksView } from "../../state/marks-view.ts";
import { usePage } from "../../state/use-page.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./marks-bar.module.css";

interface MarksBarProps {
  readonly mailboxId: string;
  readonly marks: MarksView;
  /** QUIT was sent, and nobody knows what it did: that nothing was deleted would be no truth. */
  readonly isUnsettled: boolean;
  readonly onReview: () => void;
  /** The bar goes with its buttons: the focus needs another place. */
  readonly onUndone: () => void;
}

/** What leaves with the next commit; on screen as long as anything is marked. */
export function MarksBar({ mailboxId, marks, isUnsettled, onReview, onUndone }: MarksBarProps): ReactNode {
  const page = usePage();
  const words = messages.marks;
  const count = marks.uids.size;
  // The region stays in the document, so that its first words are read out too.
  return (
    <section aria-label={words.label}>
      <div role="status" className={styles["spoken"]}>
        {count > 0 && `${words.marked(count)}, ${words.frees(marks.octets)}`}
      </div>
      {count > 0 && (
        <div className={styles["bar"]}>
          <div className={styles["what"]}>
            <p>
              <b>{words.marked(count)}</b>{" "}
              <span className={styles["frees"]}>{words.frees(marks.octets)}</span>
            </p>
            <p className={styles["calm"]}>
              {isUnsettled ? (
                <span className={styles["waiting"]}>{words.notSettled}</span>
              ) : (
                <>
                  {marks.isWaiting && <span className={styles["waiting"]}>{words.notOnServer} </span>}
                  {words.nothingYet}
                </>
              )}
            </p>
          </div>
          <div className={styles["acts"]}>
            <Button
              wire="RSET"
              onClick={() => {
                void resetMarks(page, mailboxId);
                onUndone();
              }}
            >
              {words.undoAll}
            </Button>
            <Button look="leave" wire="QUIT" onClick={onReview}>
              {words.review}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
