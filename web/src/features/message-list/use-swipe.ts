import { useRef, type PointerEvent } from "react";

/** How far a finger must go: farther than a slip, nearer than the screen's edge. */
const ENOUGH_PX = 88;
/** Before this it may still become a scroll or a tap. */
const SLACK_PX = 10;

type PointerHandler = "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel";

interface Swipe {
  readonly handlers: Readonly<Record<PointerHandler, (event: PointerEvent<HTMLElement>) => void>>;
  /** True for the click that the browser sends after a swipe. */
  readonly endedSwipe: () => boolean;
}

/** A swipe of a finger towards the start of the line. The row follows it by a custom property. */
export function useSwipe(onSwipe: () => void): Swipe {
  const start = useRef<{ x: number; offset: number } | undefined>(undefined);
  const wasSwipe = useRef(false);

  const settle = (element: HTMLElement, isDone: boolean): void => {
    const offset = start.current?.offset ?? 0;
    start.current = undefined;
    element.style.removeProperty("--swipe");
    if (isDone && Math.abs(offset) >= ENOUGH_PX) onSwipe();
  };
  const handlers: Swipe["handlers"] = {
    onPointerDown(event) {
      wasSwipe.current = false;
      if (event.pointerType === "touch") start.current = { x: event.clientX, offset: 0 };
    },
    onPointerMove(event) {
      if (!start.current) return;
      const element = event.currentTarget;
      const towardsStart = getComputedStyle(element).direction === "rtl" ? 1 : -1;
      const distance = (event.clientX - start.current.x) * towardsStart;
      if (distance < SLACK_PX && start.current.offset === 0) return;
      wasSwipe.current = true;
      start.current.offset = Math.max(0, Math.min(distance, ENOUGH_PX * 1.4)) * towardsStart;
      element.style.setProperty("--swipe", `${String(start.current.offset)}px`);
    },
    onPointerUp(event) {
      settle(event.currentTarget, true);
    },
    onPointerCancel(event) {
      settle(event.currentTarget, false);
    },
  };
  return { handlers, endedSwipe: () => wasSwipe.current };
}
