import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/button.tsx";
import { TranscriptLine } from "./transcript-line.tsx";
import styles from "./transcript-lines.module.css";

interface TranscriptLinesProps {
  readonly events: readonly TranscriptEvent[];
  readonly isFiltered: boolean;
  /** Whether there were older lines that nobody keeps. */
  readonly isCut: boolean;
}

/** One line's usual height; longer ones wrap and are measured. */
const LINE_PX = 24;
/** So near to the end the view follows it. */
const NEAR_END_PX = 40;

/** The lines, newest at the bottom; the view follows them unless the person scrolled up. */
export function TranscriptLines({ events, isFiltered, isCut }: TranscriptLinesProps): ReactNode {
  const words = messages.transcript;
  const scroller = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  const virtualizer = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => events[index]?.seq ?? index,
    overscan: 12,
  });
  const lastSeq = events.at(-1)?.seq;
  useEffect(() => {
    if (isFollowing && events.length > 0) virtualizer.scrollToIndex(events.length - 1, { align: "end" });
  }, [virtualizer, isFollowing, events.length, lastSeq]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (!element) return;
    setIsFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX);
  };
  if (events.length === 0) {
    return <p className={styles["empty"]}>{isFiltered ? words.nothing : words.empty}</p>;
  }
  return (
    <div className={styles["frame"]}>
      <div
        ref={scroller}
        className={styles["scroller"]}
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
        <Button
          className={styles["end"]}
          onClick={() => {
            setIsFollowing(true);
          }}
        >
          <ArrowDown size={14} /> {words.toEnd}
        </Button>
      )}
    </div>
  );
}
