import { useCallback, useRef, useState } from "react";

interface Opened {
  /** The part that is shown as a message. */
  readonly opened: string | undefined;
  readonly open: (part: string) => void;
  /** Puts the focus back on what opened it. */
  readonly comeBack: () => void;
}

/** Which message within the present one covers it. */
export function useOpened(): Opened {
  const [opened, setOpened] = useState<string>();
  const opener = useRef<Element | null>(null);
  const open = useCallback((part: string) => {
    opener.current = document.activeElement;
    setOpened(part);
  }, []);
  const comeBack = useCallback(() => {
    setOpened(undefined);
    // Shown again first: what is hidden takes no focus.
    requestAnimationFrame(() => {
      if (opener.current instanceof HTMLElement) opener.current.focus();
    });
  }, []);
  return { opened, open, comeBack };
}
