import { useRef, type ReactNode, type Ref } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { uidAt } from "../../state/mailbox/list-view.ts";
import { hasMark } from "../../state/mailbox/marks-view.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { useNow } from "../../ui/hooks/use-now.ts";
import { useVirtualRows } from "../../ui/hooks/use-virtual-rows.ts";
import { MessageRow, type MessageRowProps } from "./message-row.tsx";
import styles from "./message-list.module.css";
import { NothingThere } from "./nothing-there.tsx";
import { NewAbove } from "./new-above.tsx";
import { useCursor, useFocusOnCursor } from "./use-cursor.ts";
import { ROW_REM, useListKeys, type MessageListHandle } from "./use-list-keys.ts";
import { useRowActions } from "./use-row-actions.ts";
import { useScrollAnchor } from "./use-scroll-anchor.ts";
import { useVisibleRows } from "./use-visible-rows.ts";

interface MessageListProps {
  readonly view: MailboxView;
  readonly openUid: string | undefined;
  readonly onOpen: (uid: string) => void;
  /** What is done to the whole mailbox. */
  readonly onWhole: (task: "search-bodies") => void;
  readonly ref: Ref<MessageListHandle>;
}

const OVERSCAN_ROWS = 8;

/** The maildrop, or what a search found of it. */
export function MessageList(props: MessageListProps): ReactNode {
  const { view, onWhole } = props;
  const isEmpty = view.list.isKnown && view.list.total === 0;
  return isEmpty ? <NothingThere view={view} onWhole={onWhole} /> : <Grid {...props} />;
}

function Grid({ view, openUid, onOpen, ref }: MessageListProps): ReactNode {
  const nowMs = useNow();
  const { list, mailbox } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const { index: cursor, moveTo } = useCursor(list, openUid);
  const rows = { scroller, count: list.total, rowRem: ROW_REM, overscan: OVERSCAN_ROWS, kept: cursor };
  const virtualizer = useVirtualRows(rows);
  const { startIndex: first = 0, endIndex: last = first } = virtualizer.range ?? {};
  useVisibleRows(mailbox.id, list, first, last);
  const wantTop = useScrollAnchor(scroller, list, first, last);
  useFocusOnCursor(scroller, cursor);

  const { extend, ...acts } = useRowActions(mailbox.id, moveTo, onOpen);
  const onKeyDown = useListKeys({
    ref,
    list,
    cursor,
    moveTo,
    scroller,
    scrollTo: virtualizer.scrollToIndex,
    onExtend: extend,
    hasOpen: openUid !== undefined,
  });
  const row = { view, openUid, nowMs, onFocus: moveTo, ...acts };
  return (
    <div className={styles["list"]}>
      <NewAbove
        view={view}
        scroller={scroller}
        isAtTop={first === 0}
        onUp={() => {
          // The new rows may still be on their way: they are to push the others down.
          wantTop();
          virtualizer.scrollToIndex(0);
        }}
      />
      <div ref={scroller} className={styles["scroller"]}>
        <div
          role="grid"
          tabIndex={-1}
          aria-label={messages.list.label}
          aria-rowcount={list.total}
          aria-multiselectable
          aria-busy={!list.isKnown}
          className={styles["sizer"]}
          style={{ blockSize: virtualizer.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {virtualizer.getVirtualItems().map((item) => (
            <RowPlace key={item.key} size={item.size} start={item.start}>
              <ListRow {...row} index={item.index} isCursor={item.index === cursor} />
            </RowPlace>
          ))}
        </div>
      </div>
    </div>
  );
}

interface ListRowProps extends Pick<
  MessageRowProps,
  "index" | "isCursor" | "nowMs" | "onFocus" | "onOpen" | "onMark" | "onSelect"
> {
  readonly view: MailboxView;
  readonly openUid: string | undefined;
}

/** What the list knows of one place. */
function ListRow({ view, index, openUid, ...rest }: ListRowProps): ReactNode {
  const { list, marks, selection } = view;
  const uid = uidAt(list, index);
  const row = uid === undefined ? undefined : list.rows.get(uid);
  const isMarked = uid !== undefined && hasMark(marks, uid, row?.marked);
  return (
    <MessageRow
      {...rest}
      index={index}
      row={row}
      isOpen={uid !== undefined && uid === openUid}
      isMarked={isMarked}
      isWaiting={isMarked && marks.isWaiting}
      isSelected={uid !== undefined && selection.uids.has(uid)}
      isChoosing={selection.isChoosing}
    />
  );
}

interface RowPlaceProps {
  readonly size: number;
  readonly start: number;
  readonly children: ReactNode;
}

function RowPlace({ size, start, children }: RowPlaceProps): ReactNode {
  return (
    <div
      role="presentation"
      className={styles["place"]}
      style={{ blockSize: size, transform: `translateY(${String(start)}px)` }}
    >
      <span className={styles["swiped"]} aria-hidden="true">
        {messages.list.mark}
      </span>
      {children}
    </div>
  );
}
