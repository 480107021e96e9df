import type { Row } from "@popgate/shared/api/message";
import { Paperclip, Star } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { formatFullDate, formatRowDate } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets, LARGE_OCTETS } from "../../lib/octets.ts";
import { displayName } from "../../lib/people.ts";
import { Spoken } from "../../ui/notices/spoken.tsx";
import styles from "./message-row.module.css";

interface RowCellsProps {
  readonly row: Row;
  readonly isMarked: boolean;
  readonly isWaiting: boolean;
  readonly nowMs: number;
}

/** Two lines: sender and date, subject and size. Size is always there: LIST gives it for nothing. */
export function RowCells({ row, isMarked, isWaiting, nowMs }: RowCellsProps): ReactNode {
  const words = messages.list;
  const marked = isWaiting ? words.markedWaiting : words.marked;
  const states = [
    isInThread(row) ? words.inThread : "",
    row.seen ? "" : words.unread,
    row.starred ? words.starred : "",
    isMarked ? marked : "",
  ];
  const spoken = states.filter((word) => word !== "").join(", ");
  return (
    <>
      <div role="gridcell" className={styles["from"]} dir="auto">
        {spoken !== "" && <Spoken>{spoken}. </Spoken>}
        <span className={styles["words"]}>{displayName(row.from) || words.noSender}</span>
        {isThreadHead(row) && <ThreadSize size={row.threadSize ?? 1} />}
        {row.isNew && <span className={styles["new"]}>{words.isNew}</span>}
      </div>
      <div role="gridcell" className={styles["date"]}>
        {row.starred && <Star size={13} aria-hidden="true" className={styles["star"]} />}
        {row.date !== null && (
          <time dateTime={isoOf(row.date)} title={formatFullDate(row.date)}>
            {formatRowDate(row.date, nowMs)}
          </time>
        )}
      </div>
      <div role="gridcell" className={styles["subject"]} dir="auto">
        <span className={styles["words"]}>{row.subject || words.noSubject}</span>
      </div>
      <div role="gridcell" className={sizeClass(row)}>
        {row.hasAttachments && <Paperclip size={12} aria-label={words.hasFiles} />}
        <bdi>{formatOctets(row.octets)}</bdi>
      </div>
    </>
  );
}

function ThreadSize({ size }: { readonly size: number }): ReactNode {
  return (
    <span className={styles["thread"]}>
      <span aria-hidden="true">{size}</span>
      <Spoken>{messages.list.threadOf(size)}</Spoken>
    </span>
  );
}

/** The header is not read yet, but the size is known: the row keeps its height and its place. */
export function SkeletonCells({ row }: { readonly row: Row | undefined }): ReactNode {
  return (
    <>
      <div role="gridcell" className={styles["from"]}>
        <Spoken>{messages.list.loadingRow}</Spoken>
        <span className={classes(styles["skeleton"], styles["short"])} />
      </div>
      <div aria-hidden="true" className={styles["subject"]}>
        <span className={styles["skeleton"]} />
      </div>
      {row && (
        <div role="gridcell" className={sizeClass(row)}>
          <bdi>{formatOctets(row.octets)}</bdi>
        </div>
      )}
    </>
  );
}

/** Another message of its conversation stands above it. */
export function isInThread({ uid, threadId }: Row): boolean {
  return threadId !== undefined && threadId !== uid;
}

function isThreadHead({ uid, threadId, threadSize = 1 }: Row): boolean {
  return threadId === uid && threadSize > 1;
}

function sizeClass({ octets }: Row): string {
  return classes(styles["size"], octets !== null && octets > LARGE_OCTETS && styles["large"]);
}

/** A mail's date may be any number; not each of them is a date. */
function isoOf(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
