import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { resetMarks } from "../../state/operations/change-marks.ts";
import type { MarksView } from "../../state/mailbox/marks-view.ts";
import { usePage } from "../../state/use-page.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Spoken } from "../../ui/notices/spoken.tsx";
import styles from "./marks-bar.module.css";

interface MarksBarProps {
  readonly mailboxId: string;
  readonly marks: MarksView;
  /** QUIT was sent, and nobody knows what it did: that nothing was deleted would be no truth. */
  readonly isUnsettled: boolean;
  /** The gateway does not answer: it can neither take marks back nor commit them. */
  readonly isOffline: boolean;
  readonly onReview: () => void;
  /** The bar goes with its buttons: the focus needs another place. */
  readonly onUndone: () => void;
}

/** What leaves with the next commit; on screen as long as anything is marked. */
export function MarksBar(props: MarksBarProps): ReactNode {
  const { mailboxId, marks, isOffline, onReview, onUndone } = props;
  const page = usePage();
  const words = messages.marks;
  const { count } = marks;
  // The region stays in the document, so that its first words are read out too.
  return (
    <section aria-label={words.label}>
      <Spoken role="status">{count > 0 && `${words.marked(count)}, ${words.frees(marks.octets)}`}</Spoken>
      {count > 0 && (
        <div className={styles["bar"]}>
          <div className={styles["what"]}>
            <p>
              <b>{words.marked(count)}</b>{" "}
              <span className={styles["frees"]}>{words.frees(marks.octets)}</span>
            </p>
            <p className={styles["calm"]}>
              <WhatHolds {...props} />
            </p>
          </div>
          <div className={styles["acts"]}>
            <Button
              wire="RSET"
              disabled={isOffline}
              onClick={() => {
                void resetMarks(page, mailboxId);
                onUndone();
              }}
            >
              {words.undoAll}
            </Button>
            <Button look="leave" wire="QUIT" disabled={isOffline} onClick={onReview}>
              {words.review}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

/** What is true of the marks beside their number. */
function WhatHolds({ marks, isUnsettled, isOffline }: MarksBarProps): ReactNode {
  const words = messages.marks;
  if (isOffline) return <span className={styles["waiting"]}>{words.offline}</span>;
  if (isUnsettled) return <span className={styles["waiting"]}>{words.notSettled}</span>;
  return (
    <>
      {marks.isWaiting && <span className={styles["waiting"]}>{words.notOnServer} </span>}
      {words.nothingYet}
    </>
  );
}
