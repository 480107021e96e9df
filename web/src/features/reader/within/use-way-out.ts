import { useEffect, useRef, type RefObject } from "react";

/** Escape and u inside the element lead one message outwards, before the page's own keys lead to the list. */
export function useWayOut(onLeave: () => void): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null);
  const newest = useRef(onLeave);
  useEffect(() => {
    newest.current = onLeave;
  });
  useEffect(() => {
    const within = element.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "Escape" && event.key !== "u") return;
      event.preventDefault();
      newest.current();
    };
    within?.addEventListener("keydown", onKeyDown);
    return () => {
      within?.removeEventListener("keydown", onKeyDown);
    };
  }, []);
  return element;
}
