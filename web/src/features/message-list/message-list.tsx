import { useVirtualizer, defaultRangeExtractor, type Range } from "@tanstack/react-virtual";
import { Inbox, SearchX } from "lucide-react";
import {
  useCallback,
  useImperativeHandle,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { DEFAULT_QUERY, uidAt } from "../../state/message-list.ts";
import { setMark } from "../../state/operations/change-marks.ts";
import { setQuery } from "../../state/operations/list-rows.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyNote } from "../../ui/empty-note.tsx";
import { MessageRow } from "./message-row.tsx";
import styles from "./message-list.module.css";
import { useCursor } from "./use-cursor.ts";
import { useVisibleRows } from "./use-visible-rows.ts";

/** What the page's keys do with the list. */
export interface MessageListHandle {
  /** Moves the keyboard's row and focuses it; returns its message, if it is held. */
  move(step: number): string | undefined;
  /** Focuses the keyboard's row: where the person was before reading. */
  focus(): void;
  presentUid(): string | undefined;
}

interface MessageListProps {
  readonly view: MailboxView;
  readonly openUid: string | undefined;
  readonly onOpen: (uid: string) => void;
  readonly ref: Ref<MessageListHandle>;
}

/** A row's height in rem, so that it grows with the person's font size; message-row.module.css fits it. */
const ROW_REM = 4.125;
const OVERSCAN_ROWS = 8;

export function MessageList({ view, openUid, onOpen, ref }: MessageListProps): ReactNode {
  const page = usePage();
  const { list, marks, mailbox } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const { index: cursor, moveTo } = useCursor(list);
  const rowPx = ROW_REM * rootFontPx();
  const virtualizer = useVirtualizer({
    count: list.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
    // The keyboard's row stays in the document, or scrolling would lose the focus.
    rangeExtractor: (range: Range) => withIndex(defaultRangeExtractor(range), cursor, list.total),
  });
  const range = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  useVisibleRows(mailbox.id, list, range.startIndex, Math.max(range.endIndex, range.startIndex));

  const focusRow = useCallback(
    (index: number) => {
      virtualizer.scrollToIndex(index);
      // The row may have to be rendered first.
      requestAnimationFrame(() => {
        scroller.current?.querySelector<HTMLElement>(`[data-index="${String(index)}"]`)?.focus();
      });
    },
    [virtualizer],
  );
  const goTo = (index: number): string | undefined => {
    const next = moveTo(index);
    focusRow(next);
    return uidAt(list, next);
  };
  useImperativeHandle(ref, () => ({
    move: (step) => goTo(cursor + step),
    focus: () => {
      focusRow(cursor);
    },
    presentUid: () => uidAt(list, cursor),
  }));
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = keyTarget(
      event,
      cursor,
      Math.floor((scroller.current?.clientHeight ?? 0) / rowPx),
      list.total,
    );
    if (target === undefined) return;
    event.preventDefault();
    goTo(target);
  };
  const openRow = useCallback(
    (index: number, uid: string) => {
      moveTo(index);
      onOpen(uid);
    },
    [moveTo, onOpen],
  );
  const markRow = useCallback(
    (uid: string, isMarked: boolean) => void setMark(page, mailbox.id, uid, isMarked),
    [page, mailbox.id],
  );

  if (list.isKnown && list.total === 0) return <NothingThere view={view} />;
  return (
    <div ref={scroller} className={styles["scroller"]}>
      <div
        role="grid"
        aria-label={messages.list.label}
        aria-rowcount={list.total}
        aria-busy={!list.isKnown}
        className={styles["sizer"]}
        style={{ blockSize: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const uid = uidAt(list, item.index);
          return (
            <div
              key={item.key}
              role="presentation"
              className={styles["place"]}
              style={{ blockSize: item.size, transform: `translateY(${String(item.start)}px)` }}
            >
              <MessageRow
                row={uid === undefined ? undefined : list.rows.get(uid)}
                index={item.index}
                isOpen={uid !== undefined && uid === openUid}
                isMarked={uid !== undefined && marks.uids.has(uid)}
                isCursor={item.index === cursor}
                onOpen={openRow}
                onMark={markRow}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function NothingThere({ view }: { readonly view: MailboxView }): ReactNode {
  const page = usePage();
  const words = messages.list;
  const isFiltered = view.list.query.q !== "" || view.list.query.filter !== "all";
  if (!isFiltered) return <EmptyNote icon={<Inbox />} title={words.emptyTitle} text={words.emptyText} />;
  return (
    <EmptyNote icon={<SearchX />} title={words.nothingTitle} text={words.nothingText}>
      <Button
        onClick={() => {
          setQuery(page, view.mailbox.id, { q: DEFAULT_QUERY.q, filter: DEFAULT_QUERY.filter });
        }}
      >
        {words.showAll}
      </Button>
    </EmptyNote>
  );
}

function keyTarget(
  event: KeyboardEvent,
  at: number,
  rowsOnScreen: number,
  total: number,
): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + rowsOnScreen,
    PageUp: at - rowsOnScreen,
    Home: 0,
    End: total - 1,
  };
  return targets[event.key];
}

function withIndex(indexes: number[], index: number, total: number): number[] {
  if (index >= total || indexes.includes(index)) return indexes;
  return [...indexes, index].sort((a, b) => a - b);
}

function rootFontPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
