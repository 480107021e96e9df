import type { Row } from "@popgate/shared/api/message";
import { Check, Paperclip, Star } from "lucide-react";
import { memo, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { formatFullDate, formatRowDate } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets, LARGE_OCTETS } from "../../lib/octets.ts";
import { displayName } from "../../lib/people.ts";
import { Spoken } from "../../ui/notices/spoken.tsx";
import styles from "./message-row.module.css";
import { useSwipe } from "./use-swipe.ts";

export interface MessageRowProps {
  /** Undefined while its page is on the way. */
  readonly row: Row | undefined;
  readonly index: number;
  readonly isOpen: boolean;
  readonly isMarked: boolean;
  /** Chosen for a deed on many messages. */
  readonly isSelected: boolean;
  /** A click chooses the row instead of opening it. */
  readonly isChoosing: boolean;
  /** Marked, but the server has no DELE for it: the connection was lost or let go. */
  readonly isWaiting: boolean;
  /** Whether the keyboard is on it: the one row that Tab reaches. */
  readonly isCursor: boolean;
  readonly nowMs: number;
  readonly onFocus: (index: number) => void;
  readonly onOpen: (index: number, uid: string) => void;
  readonly onMark: (uid: string, isMarked: boolean) => void;
  readonly onSelect: (index: number, uid: string, how: "toggle" | "range") => void;
}

/** Two lines: sender and date, subject and size. Size is always there: LIST gives it for nothing. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactNode {
  const { row, index, isOpen, isMarked, isWaiting, isSelected, isCursor, nowMs } = props;
  const { onFocus, onOpen, onMark, onSelect } = props;
  const toggle = (): void => {
    if (row) onMark(row.uid, !isMarked);
  };
  const open = (): void => {
    if (row) onOpen(index, row.uid);
  };
  const click = (event: MouseEvent): void => {
    if (row && event.shiftKey) onSelect(index, row.uid, "range");
    else if (row && (event.ctrlKey || event.metaKey || props.isChoosing)) onSelect(index, row.uid, "toggle");
    else open();
  };
  const { endedSwipe, handlers } = useSwipe(toggle);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      aria-current={isOpen}
      tabIndex={isCursor ? 0 : -1}
      data-index={index}
      className={rowClasses(props)}
      onFocus={() => {
        onFocus(index);
      }}
      onClick={(event) => {
        if (!endedSwipe()) click(event);
      }}
      onKeyDown={(event: KeyboardEvent) => {
        // Enter on the button within belongs to the button.
        if (event.key === "Enter" && event.target === event.currentTarget) open();
      }}
      {...handlers}
    >
      {(isSelected || props.isChoosing) && (
        <span className={classes(styles["box"], isSelected && styles["chosen"])} aria-hidden="true">
          {isSelected && <Check size={13} strokeWidth={3} />}
        </span>
      )}
      {row?.loaded === true ? (
        <RowCells row={row} isMarked={isMarked} isWaiting={isWaiting} nowMs={nowMs} />
      ) : (
        <SkeletonCells row={row} />
      )}
      {row && <MarkCell isMarked={isMarked} onToggle={toggle} />}
    </div>
  );
});

function rowClasses({ row, isOpen, isMarked, isSelected, isWaiting }: MessageRowProps): string {
  return classes(
    styles["row"],
    row?.loaded === true && !row.seen && styles["unread"],
    isOpen && styles["open"],
    isMarked && styles["marked"],
    isSelected && styles["selected"],
    isWaiting && styles["waiting"],
    row && isInThread(row) && styles["inThread"],
  );
}

interface MarkCellProps {
  readonly isMarked: boolean;
  readonly onToggle: () => void;
}

function MarkCell({ isMarked, onToggle }: MarkCellProps): ReactNode {
  return (
    <div role="gridcell" className={styles["act"]}>
      <button
        type="button"
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {isMarked ? messages.list.undo : messages.list.mark}
      </button>
    </div>
  );
}

interface RowCellsProps {
  readonly row: Row;
  readonly isMarked: boolean;
  readonly isWaiting: boolean;
  readonly nowMs: number;
}

function RowCells({ row, isMarked, isWaiting, nowMs }: RowCellsProps): ReactNode {
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
function SkeletonCells({ row }: { readonly row: Row | undefined }): ReactNode {
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
function isInThread({ uid, threadId }: Row): boolean {
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
