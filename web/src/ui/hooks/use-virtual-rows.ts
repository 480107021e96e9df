import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";

interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly count: number;
  /** In rem, so that rows grow with the person's font size. */
  readonly rowRem: number;
  readonly overscan: number;
  readonly keyOf?: (index: number) => number | string;
  /** A row that stays in the document wherever the view is: the one with the focus. */
  readonly kept?: number | undefined;
}

/** Only the rows in view, and a few around them, are in the document. */
export function useVirtualRows(rows: VirtualRows): Virtualizer<HTMLDivElement, Element> {
  const { scroller, count, rowRem, overscan, keyOf, kept } = rows;
  const rowPx = rowRem * rootFontPx();
  // oxlint-disable-next-line react/incompatible-library -- the page is built without the React Compiler
  return useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan,
    ...(keyOf ? { getItemKey: keyOf } : {}),
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (kept === undefined || kept >= count || indexes.includes(kept)) return indexes;
      return [...indexes, kept].sort((a, b) => a - b);
    },
  });
}

/** Pixels of 1rem, as the person has set it. */
export function rootFontPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
