import { useImperativeHandle, type KeyboardEvent, type Ref, type RefObject } from "react";
import { uidAt, type ListView } from "../../state/mailbox/list-view.ts";
import { rootFontPx } from "../../ui/hooks/use-virtual-rows.ts";

/** What the page's keys do with the list. */
export interface MessageListHandle {
  /** Moves the keyboard's row and focuses it; returns its message, if it is held. */
  move(step: number): string | undefined;
  /** Focuses the keyboard's row: where the person was before reading. */
  focus(): void;
  presentUid(): string | undefined;
}

interface ListKeys {
  readonly ref: Ref<MessageListHandle>;
  readonly list: ListView;
  readonly cursor: number;
  readonly moveTo: (index: number) => number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly scrollTo: (index: number) => void;
  /** Chooses all between the two rows: Shift and an arrow. */
  readonly onExtend: (from: string, to: string) => void;
  /** A message is being read: the keyboard's row is the one from which it was opened. */
  readonly hasOpen: boolean;
}

/** A row's height; message-row.module.css fits it. */
export const ROW_REM = 4.125;

/** The grid's own keys (arrows, Home, End, Page), and the handle for those of the page. */
export function useListKeys(keys: ListKeys): (event: KeyboardEvent) => void {
  const { ref, list, cursor, moveTo, scroller, scrollTo, hasOpen } = keys;
  const focusRow = (index: number): void => {
    scrollTo(index);
    // The row may have to be rendered first.
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${String(index)}"]`)?.focus();
    });
  };
  const isEntered = (): boolean => hasOpen || scroller.current?.contains(document.activeElement) === true;
  const goTo = (index: number): string | undefined => {
    const next = moveTo(index);
    focusRow(next);
    return uidAt(list, next);
  };
  useImperativeHandle(ref, () => ({
    // The first step leads onto the keyboard's row; only from there to the next.
    move: (step) => goTo(isEntered() ? cursor + step : cursor),
    focus: () => {
      focusRow(cursor);
    },
    presentUid: () => uidAt(list, cursor),
  }));
  return (event) => {
    const rowsOnScreen = Math.floor((scroller.current?.clientHeight ?? 0) / (ROW_REM * rootFontPx()));
    const target = keyTarget(event, cursor, rowsOnScreen, list.total);
    if (target === undefined) return;
    event.preventDefault();
    const from = uidAt(list, cursor);
    const to = goTo(target);
    if (event.shiftKey && from !== undefined && to !== undefined) keys.onExtend(from, to);
  };
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
