import { useLayoutEffect, useRef, type RefObject } from "react";
import {
  indexOf,
  heldBetween,
  isSameQuery,
  type HeldPlace,
  type ListQuery,
  type ListView,
} from "../../state/mailbox/list-view.ts";
import { rootFontPx } from "../../ui/hooks/use-virtual-rows.ts";
import { ROW_REM } from "./use-list-keys.ts";

/** What was on screen, under one reading of the maildrop. */
interface Anchor {
  readonly generation: number;
  readonly query: ListQuery;
  readonly rows: readonly HeldPlace[];
}

/**
 * Holds the rows on screen in their place when another reading of the maildrop puts rows above them:
 * by unique-id, for places change. At the very top new rows may come into view, unless somebody is
 * at work there.
 *
 * @returns to be called by who wants to see the top, and what comes there
 */
export function useScrollAnchor(
  scroller: RefObject<HTMLElement | null>,
  list: ListView,
  first: number,
  last: number,
): () => void {
  const wantsTop = useRef(false);
  const held = useRef<Anchor>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const moved = movedBy(held.current, list, first, last);
    // The page with the rows that were on screen is still on its way.
    if (moved === undefined) return;
    // Read only where it matters: after a change of the document it makes the browser lay it out at once.
    if (wantsTop.current && element.scrollTop > 0) wantsTop.current = false;
    if (moved !== 0 && isAtWork(element) && !wantsTop.current) {
      element.scrollBy({ top: moved * ROW_REM * rootFontPx(), behavior: "instant" });
    }
    held.current = {
      generation: list.generation,
      query: list.shownQuery,
      rows: heldBetween(list, first + moved, last + moved),
    };
  }, [scroller, list, first, last]);
  return () => {
    wantsTop.current = true;
  };
}

/** By how many places the rows on screen have moved; undefined while that cannot be told. */
export function movedBy(
  before: Anchor | undefined,
  list: ListView,
  first: number,
  last: number,
): number | undefined {
  if (!before || before.generation === list.generation || !isSameQuery(before.query, list.shownQuery)) {
    return 0;
  }
  for (const { uid, index } of before.rows) {
    const now = indexOf(list, uid);
    if (now >= 0) return now - index;
  }
  // All of them are gone, or not read yet: the difference is whether their places are filled.
  const end = Math.min(last, list.total - 1);
  return heldBetween(list, first, end).length > end - first ? 0 : undefined;
}

function isAtWork(element: HTMLElement): boolean {
  return element.scrollTop > 0 || element.matches(":hover") || element.contains(document.activeElement);
}
