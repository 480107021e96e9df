import { useCallback, useEffect, useState, type RefObject } from "react";

/** On which sides of a row that scrolls there is more than is seen. */
interface ScrollEnds {
  readonly isMoreBefore: boolean;
  readonly isMoreAfter: boolean;
  readonly onScroll: () => void;
}

/** Sizes are rounded: a difference of less than this is none. */
const SLACK_PX = 2;

export function useScrollEnds(scroller: RefObject<HTMLElement | null>): ScrollEnds {
  const [ends, setEnds] = useState({ isMoreBefore: false, isMoreAfter: false });
  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    // Negative in text from right to left.
    const before = Math.abs(element.scrollLeft);
    const after = element.scrollWidth - element.clientWidth - before;
    const next = { isMoreBefore: before > SLACK_PX, isMoreAfter: after > SLACK_PX };
    setEnds((held) =>
      held.isMoreBefore === next.isMoreBefore && held.isMoreAfter === next.isMoreAfter ? held : next,
    );
  }, [scroller]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // Tells its first size too.
    const observer = new ResizeObserver(onScroll);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [scroller, onScroll]);
  return { ...ends, onScroll };
}
