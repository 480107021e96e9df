import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/controls/button.tsx";
import { useVirtualRows } from "../../ui/hooks/use-virtual-rows.ts";
import { TranscriptLine } from "./transcript-line.tsx";
import styles from "./transcript-lines.module.css";

interface TranscriptLinesProps {
  readonly events: readonly TranscriptEvent[];
  readonly isFiltered: boolean;
  /** Whether there were older lines that nobody keeps. */
  readonly isCut: boolean;
}

/** One line's usual height; longer ones wrap and are measured. */
const LINE_REM = 1.5;
/** So near to the end the view follows it. */
const NEAR_END_PX = 40;

/** The lines, newest at the bottom; the view follows them unless the person scrolled up. */
export function TranscriptLines({ events, isFiltered, isCut }: TranscriptLinesProps): ReactNode {
  const words = messages.transcript;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualRows({
    scroller,
    count: events.length,
    rowRem: LINE_REM,
    overscan: 12,
    keyOf: (index) => events[index]?.seq ?? index,
  });
  const { isFollowing, follow, onScroll } = useFollow(scroller, events, virtualizer.scrollToIndex);
  if (events.length === 0) {
    return <p className={styles["empty"]}>{isFiltered ? words.nothing : words.empty}</p>;
  }
  return (
    <div className={styles["frame"]}>
      <div
        ref={scroller}
        className={styles["scroller"]}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        tabIndex={0}
        aria-label={words.label}
        role="log"
        aria-live="off"
        onScroll={onScroll}
      >
        {isCut && <p className={styles["cut"]}>{words.older}</p>}
        <div className={styles["sizer"]} dir="ltr" style={{ blockSize: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const event = events[item.index];
            if (!event) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className={styles["place"]}
                style={{ transform: `translateY(${String(item.start)}px)` }}
              >
                <TranscriptLine event={event} previous={events[item.index - 1]} />
              </div>
            );
          })}
        </div>
      </div>
      {!isFollowing && (
        <Button className={styles["end"]} onClick={follow}>
          <ArrowDown size={14} /> {words.toEnd}
        </Button>
      )}
    </div>
  );
}

/** Keeps the last line in view until the person scrolls up, and again when they are back at the end. */
function useFollow(
  scroller: RefObject<HTMLElement | null>,
  events: readonly TranscriptEvent[],
  scrollTo: (index: number, options: { align: "end" }) => void,
): { isFollowing: boolean; follow: () => void; onScroll: () => void } {
  const [isFollowing, setIsFollowing] = useState(true);
  const lastSeq = events.at(-1)?.seq;
  useEffect(() => {
    if (isFollowing && events.length > 0) scrollTo(events.length - 1, { align: "end" });
  }, [scrollTo, isFollowing, events.length, lastSeq]);
  return {
    isFollowing,
    follow: () => {
      setIsFollowing(true);
    },
    onScroll: () => {
      const element = scroller.current;
      if (!element) return;
      setIsFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX);
    },
  };
}
