import { useCallback, useLayoutEffect, useRef, useState } from "react";

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
  }, []);
  // Once it is shown again, since what is hidden takes no focus, and before another key can be pressed, which
  // would go to the page's own shortcuts.
  useLayoutEffect(() => {
    if (opened !== undefined) return;
    if (opener.current instanceof HTMLElement) opener.current.focus();
    opener.current = null;
  }, [opened]);
  return { opened, open, comeBack };
}
