import type { Row } from "@popgate/shared/api/message";
import { useRef, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { formatRowDate } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets, LARGE_OCTETS } from "../../lib/octets.ts";
import { displayName } from "../../lib/people.ts";
import { hasMark, type MarksView } from "../../state/mailbox/marks-view.ts";
import { setMark } from "../../state/operations/change-marks.ts";
import type { ReviewedRow } from "../../state/operations/commit-marks.ts";
import { usePage } from "../../state/use-page.ts";
import { useNow } from "../../ui/hooks/use-now.ts";
import { useVirtualRows } from "../../ui/hooks/use-virtual-rows.ts";
import styles from "./review-dialog.module.css";

interface ReviewRowsProps {
  readonly mailboxId: string;
  readonly rows: readonly ReviewedRow[];
  readonly marks: MarksView;
  readonly isDisabled: boolean;
}

/** A row's height in rem; review-dialog.module.css fits it. */
const ROW_REM = 3.5;

/** Each message that leaves, with a tick to take it back. */
export function ReviewRows({ mailboxId, rows, marks, isDisabled }: ReviewRowsProps): ReactNode {
  const page = usePage();
  const scroller = useRef<HTMLDivElement>(null);
  const nowMs = useNow();
  const virtualizer = useVirtualRows({ scroller, count: rows.length, rowRem: ROW_REM, overscan: 6 });
  return (
    <div ref={scroller} className={styles["rows"]}>
      <ul className={styles["sizer"]} style={{ blockSize: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={row.uid}
              className={styles["place"]}
              style={{ blockSize: item.size, transform: `translateY(${String(item.start)}px)` }}
            >
              <ReviewRow
                row={row}
                nowMs={nowMs}
                isMarked={hasMark(marks, row.uid, row.marked)}
                isDisabled={isDisabled}
                onChange={(isWanted) => void setMark(page, mailboxId, row.uid, isWanted, row)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface ReviewRowProps {
  readonly nowMs: number;
  readonly row: Row;
  readonly isMarked: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (isMarked: boolean) => void;
}

function ReviewRow({ row, nowMs, isMarked, isDisabled, onChange }: ReviewRowProps): ReactNode {
  const subject = row.loaded ? row.subject || messages.list.noSubject : messages.list.loadingRow;
  const isLarge = row.octets !== null && row.octets > LARGE_OCTETS;
  return (
    <label className={classes(styles["row"], !isMarked && styles["stays"])}>
      <input
        type="checkbox"
        checked={isMarked}
        disabled={isDisabled}
        aria-label={messages.marks.keep(subject)}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <span className={styles["from"]} dir="auto">
        {displayName(row.from) || messages.list.noSender}
      </span>
      <span className={styles["date"]}>{row.date === null ? "" : formatRowDate(row.date, nowMs)}</span>
      <span className={styles["subject"]} dir="auto">
        {subject}
      </span>
      <span className={classes(styles["size"], isLarge && styles["large"])}>
        <bdi>{formatOctets(row.octets)}</bdi>
      </span>
    </label>
  );
}
