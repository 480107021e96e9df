import { useCallback, useRef, type ReactNode, type Ref } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { uidAt } from "../../state/message-list.ts";
import { setMark } from "../../state/operations/change-marks.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { useNow } from "../../ui/use-now.ts";
import { useVirtualRows } from "../../ui/use-virtual-rows.ts";
import { MessageRow } from "./message-row.tsx";
import styles from "./message-list.module.css";
import { NothingThere } from "./nothing-there.tsx";
import { useCursor } from "./use-cursor.ts";
import { ROW_REM, useListKeys, type MessageListHandle } from "./use-list-keys.ts";
import { useVisibleRows } from "./use-visible-rows.ts";

interface MessageListProps {
  readonly view: MailboxView;
  readonly openUid: string | undefined;
  readonly onOpen: (uid: string) => void;
  readonly ref: Ref<MessageListHandle>;
}

const OVERSCAN_ROWS = 8;

/** The maildrop, or what a search found of it. */
export function MessageList(props: MessageListProps): ReactNode {
  const { list } = props.view;
  return list.isKnown && list.total === 0 ? <NothingThere view={props.view} /> : <Grid {...props} />;
}

function Grid({ view, openUid, onOpen, ref }: MessageListProps): ReactNode {
  const nowMs = useNow();
  const { list, marks, mailbox } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const { index: cursor, moveTo } = useCursor(list, openUid);
  const rows = { scroller, count: list.total, rowRem: ROW_REM, overscan: OVERSCAN_ROWS, kept: cursor };
  const virtualizer = useVirtualRows(rows);
  const { startIndex: first = 0, endIndex: last = first } = virtualizer.range ?? {};
  useVisibleRows(mailbox.id, list, first, last);

  const onKeyDown = useListKeys({ ref, list, cursor, moveTo, scroller, scrollTo: virtualizer.scrollToIndex });
  const { openRow, markRow } = useRowActions(mailbox.id, moveTo, onOpen);
  const rowAt = (index: number): ReactNode => {
    const uid = uidAt(list, index);
    return (
      <MessageRow
        row={uid === undefined ? undefined : list.rows.get(uid)}
        index={index}
        isOpen={uid !== undefined && uid === openUid}
        isMarked={uid !== undefined && marks.uids.has(uid)}
        isWaiting={uid !== undefined && marks.uids.has(uid) && marks.isWaiting}
        isCursor={index === cursor}
        nowMs={nowMs}
        onFocus={moveTo}
        onOpen={openRow}
        onMark={markRow}
      />
    );
  };
  return (
    <div ref={scroller} className={styles["scroller"]}>
      <div
        role="grid"
        tabIndex={-1}
        aria-label={messages.list.label}
        aria-rowcount={list.total}
        aria-busy={!list.isKnown}
        className={styles["sizer"]}
        style={{ blockSize: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map(({ key, index, size, start }) => (
          <div
            key={key}
            role="presentation"
            className={styles["place"]}
            style={{ blockSize: size, transform: `translateY(${String(start)}px)` }}
          >
            <span className={styles["swiped"]} aria-hidden="true">
              {messages.list.mark}
            </span>
            {rowAt(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The same functions as long as nothing changes: rows are drawn again only when they themselves do. */
function useRowActions(
  mailboxId: string,
  moveTo: (index: number) => number,
  onOpen: (uid: string) => void,
): { openRow: (index: number, uid: string) => void; markRow: (uid: string, isMarked: boolean) => void } {
  const page = usePage();
  const openRow = useCallback(
    (index: number, uid: string) => {
      moveTo(index);
      onOpen(uid);
    },
    [moveTo, onOpen],
  );
  const markRow = useCallback(
    (uid: string, isMarked: boolean) => void setMark(page, mailboxId, uid, isMarked),
    [page, mailboxId],
  );
  return { openRow, markRow };
}
