import { useEffect, useMemo, useRef } from "react";
import { heldBetween, needsPage, PAGE_ROWS, type ListView } from "../../state/mailbox/list-view.ts";
import { requestRows, tellViewport } from "../../state/operations/list-rows.ts";
import { usePage } from "../../state/use-page.ts";

/** Pages that a fast scroll only passes by are not asked for. */
const MISSING_GAP_MS = 60;
/** Rows that moved are read again once a second at most: headers may come by the hundred. */
const STALE_GAP_MS = 1_000;
/** The gateway hears what is on screen when the scrolling pauses. */
const VIEWPORT_PAUSE_MS = 150;

/** Sees to it that the rows from `first` to `last` are held, and that their headers are read first. */
export function useVisibleRows(mailboxId: string, list: ListView, first: number, last: number): void {
  const page = usePage();
  const lastRequest = useRef(-Infinity);

  useEffect(() => {
    const gap = isAllHeld(list, first, last) ? STALE_GAP_MS : MISSING_GAP_MS;
    const waitMs = Math.max(0, lastRequest.current + gap - performance.now());
    const timer = setTimeout(() => {
      lastRequest.current = performance.now();
      requestRows(page, mailboxId, first, last);
    }, waitMs);
    return () => {
      clearTimeout(timer);
    };
  }, [page, mailboxId, list, first, last]);

  const uids = useMemo(() => heldBetween(list, first, last).map(({ uid }) => uid), [list, first, last]);
  const key = uids.join(" ");
  const newest = useRef(uids);
  useEffect(() => {
    newest.current = uids;
  }, [uids]);
  useEffect(() => {
    if (key === "") return undefined;
    const timer = setTimeout(() => {
      tellViewport(page, mailboxId, newest.current);
    }, VIEWPORT_PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [page, mailboxId, key]);
}

/** Whether something can be shown for each row, even if it is stale. */
function isAllHeld(list: ListView, first: number, last: number): boolean {
  for (let index = Math.floor(first / PAGE_ROWS); index <= Math.floor(last / PAGE_ROWS); index += 1) {
    if (needsPage(list, index) && !list.pages.has(index)) return false;
  }
  return list.query === list.shownQuery;
}
