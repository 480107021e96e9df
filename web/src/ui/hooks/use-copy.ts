import { useState } from "react";

type Outcome = "copied" | "notCopied";

/** Puts a text on the clipboard, and tells what came of it: nothing else on screen shows it. */
export function useCopy(): { outcome: Outcome | undefined; copy: (text: string) => void } {
  const [outcome, setOutcome] = useState<Outcome>();
  const copy = (text: string): void => {
    // Absent without TLS, whatever its type says; refused where the browser asks and the person says no.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (!clipboard) {
      setOutcome("notCopied");
      return;
    }
    clipboard.writeText(text).then(
      () => {
        setOutcome("copied");
      },
      () => {
        setOutcome("notCopied");
      },
    );
  };
  return { outcome, copy };
}
