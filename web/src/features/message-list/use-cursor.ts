import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { indexOf, uidAt, type ListView } from "../../state/mailbox/list-view.ts";

interface Cursor {
  /** The row that the keyboard is on. */
  readonly index: number;
  /** Moves to a place, held within the list. Returns where it is then. */
  readonly moveTo: (index: number) => number;
}

/** The keyboard's row. It stays with its message when rows come or go above it. */
export function useCursor(list: ListView, openUid: string | undefined): Cursor {
  const [index, setIndex] = useState(0);
  // After a reload it begins with the message that is open.
  const uid = useRef(openUid);
  const place = useRef(0);
  const newest = useRef(list);

  useEffect(() => {
    newest.current = list;
    const there = uid.current === undefined ? -1 : indexOf(list, uid.current);
    // Its message is gone: the cursor keeps its place, where the next message stands now.
    place.current = there >= 0 ? there : Math.max(0, Math.min(place.current, list.total - 1));
    if (there < 0) uid.current = uidAt(list, place.current) ?? uid.current;
    setIndex(place.current);
  }, [list]);

  const moveTo = useCallback((wanted: number): number => {
    const next = Math.max(0, Math.min(wanted, newest.current.total - 1));
    uid.current = uidAt(newest.current, next);
    place.current = next;
    setIndex(next);
    return next;
  }, []);
  return { index, moveTo };
}

/** When rows move, an element shows another message: the focus goes where the keyboard's row is now. */
export function useFocusOnCursor(scroller: RefObject<HTMLElement | null>, cursor: number): void {
  useEffect(() => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-index]");
    if (!focused || !scroller.current?.contains(focused)) return;
    const target = scroller.current.querySelector<HTMLElement>(`[data-index="${String(cursor)}"]`);
    if (target !== focused) target?.focus({ preventScroll: true });
  }, [scroller, cursor]);
}
