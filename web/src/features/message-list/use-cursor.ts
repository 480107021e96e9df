import { useCallback, useEffect, useRef, useState } from "react";
import { indexOf, uidAt, type MessageList } from "../../state/message-list.ts";

interface Cursor {
  /** The row that the keyboard is on. */
  readonly index: number;
  /** Moves to a place, held within the list. Returns where it is then. */
  readonly moveTo: (index: number) => number;
}

/** The keyboard's row. It stays with its message when rows come or go above it. */
export function useCursor(list: MessageList, openUid: string | undefined): Cursor {
  const [index, setIndex] = useState(0);
  // After a reload it begins with the message that is open.
  const uid = useRef(openUid);
  const newest = useRef(list);

  useEffect(() => {
    newest.current = list;
    const there = uid.current === undefined ? -1 : indexOf(list, uid.current);
    if (there >= 0) setIndex(there);
    else setIndex((old) => Math.max(0, Math.min(old, list.total - 1)));
    if (uid.current === undefined || (there < 0 && list.isKnown)) uid.current = uidAt(list, 0);
  }, [list]);

  const moveTo = useCallback((wanted: number): number => {
    const next = Math.max(0, Math.min(wanted, newest.current.total - 1));
    uid.current = uidAt(newest.current, next);
    setIndex(next);
    return next;
  }, []);
  return { index, moveTo };
}
