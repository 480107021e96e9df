import type { Row } from "@popgate/shared/api/message";
import { ArrowLeft, Star, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../../lib/classes.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import { formatOctets } from "../../../lib/octets.ts";
import { setMark } from "../../../state/operations/change-marks.ts";
import { patchRow } from "../../../state/operations/read-message.ts";
import { usePage } from "../../../state/use-page.ts";
import { Button, IconButton } from "../../../ui/controls/button.tsx";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import { sourceUrl } from "../message-place.ts";
import styles from "../reader-tools.module.css";

interface ReaderToolsProps {
  readonly mailboxId: string;
  readonly uid: string;
  readonly row: Row | undefined;
  readonly isMarked: boolean;
  /** It has left the maildrop: there is nothing to mark, save or star. */
  readonly isGone: boolean;
  readonly printing?: ReactNode;
  readonly onBack: () => void;
  /** Tabs, where there is something to choose. */
  readonly children?: ReactNode;
}

/** What can be done with the open message. */
export function ReaderTools(props: ReaderToolsProps): ReactNode {
  const { mailboxId, uid, row, isMarked, isGone, printing, onBack, children } = props;
  const words = messages.reader;
  return (
    <div className={styles["tools"]}>
      <IconButton className={styles["back"]} label={words.back} onClick={onBack}>
        <ArrowLeft />
      </IconButton>
      {!isGone && <MessageActions mailboxId={mailboxId} uid={uid} row={row} isMarked={isMarked} />}
      {printing}
      {children !== undefined && children !== null && <div className={styles["end"]}>{children}</div>}
    </div>
  );
}

function MessageActions({
  mailboxId,
  uid,
  row,
  isMarked,
}: Pick<ReaderToolsProps, "mailboxId" | "uid" | "row" | "isMarked">): ReactNode {
  const page = usePage();
  const words = messages.reader;
  const raw = sourceUrl(page.base, { mailboxId, uid }, "save");
  return (
    <>
      <Button
        look="quiet"
        wire="#"
        aria-pressed={isMarked}
        aria-label={isMarked ? words.unmark : `${words.mark} ${words.forDeletion}`}
        className={classes(isMarked && styles["marked"])}
        onClick={() => void setMark(page, mailboxId, uid, !isMarked, "reader")}
      >
        {isMarked ? (
          words.unmark
        ) : (
          <>
            <Trash2 aria-hidden="true" className={styles["bin"]} />
            <span>
              {words.mark} <span className={styles["wide"]}>{words.forDeletion}</span>
            </span>
          </>
        )}
      </Button>
      <LinkButton href={raw} download wire={row ? formatOctets(row.octets) : undefined}>
        {words.save}
      </LinkButton>
      {row && (
        <IconButton
          label={row.starred ? words.unstar : words.star}
          aria-pressed={row.starred}
          className={classes(row.starred && styles["starred"])}
          onClick={() => void patchRow(page, mailboxId, uid, { starred: !row.starred })}
        >
          <Star />
        </IconButton>
      )}
    </>
  );
}
