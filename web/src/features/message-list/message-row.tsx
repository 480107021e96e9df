import type { Row } from "@popgate/shared/api/message";
import { Check } from "lucide-react";
import { memo, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import styles from "./message-row.module.css";
import { isInThread, RowCells, SkeletonCells } from "./row-cells.tsx";
import { useSwipe } from "./use-swipe.ts";

export interface MessageRowProps {
  /** Undefined while its page is on the way. */
  readonly row: Row | undefined;
  readonly index: number;
  readonly isOpen: boolean;
  readonly isMarked: boolean;
  /** One of the messages chosen for the next action. */
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

/** A place of the list: a click or Enter opens its message, a swipe or its button marks it. */
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
