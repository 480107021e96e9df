import { useEffect, useRef, type RefObject } from "react";

/**
 * A PDF viewer takes the focus when it has loaded, and Escape would no longer close the dialog around it.
 * The first time it is given back, unless the person moved there by Tab; a later click keeps it.
 */
export function useKeptFocus(): RefObject<HTMLIFrameElement | null> {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    let isWanted = false;
    const onKeyDown = (event: KeyboardEvent): void => {
      isWanted ||= event.key === "Tab";
    };
    const onBlur = (): void => {
      if (isWanted || document.activeElement !== frame.current) return;
      isWanted = true;
      // Within the event the viewer's own focus would win.
      setTimeout(() => {
        window.focus();
        frame.current?.blur();
        frame.current?.closest("[role=dialog]")?.querySelector("button")?.focus();
      });
    };
    document.addEventListener("keydown", onKeyDown);
    // What a parent hears of a frame that takes the focus.
    window.addEventListener("blur", onBlur);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("blur", onBlur);
    };
  }, []);
  return frame;
}
