import { useEffect, useRef, type RefObject } from "react";

/**
 * A PDF viewer takes the focus when it has loaded, and Escape would no longer close the dialog around it.
 * The frame has the focus only once the person moves there, by Tab or with the pointer.
 */
export function useKeptFocus(): RefObject<HTMLIFrameElement | null> {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    let isWanted = false;
    const want = (event: Event): void => {
      isWanted ||= !(event instanceof KeyboardEvent) || event.key === "Tab";
    };
    const onBlur = (): void => {
      if (isWanted || document.activeElement !== frame.current) return;
      frame.current?.closest<HTMLElement>("[role=dialog]")?.focus();
    };
    const element = frame.current;
    element?.addEventListener("pointerenter", want);
    document.addEventListener("keydown", want);
    // What a parent hears of a frame that takes the focus.
    window.addEventListener("blur", onBlur);
    return () => {
      element?.removeEventListener("pointerenter", want);
      document.removeEventListener("keydown", want);
      window.removeEventListener("blur", onBlur);
    };
  }, []);
  return frame;
}
