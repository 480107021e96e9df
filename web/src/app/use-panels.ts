import { useMemo, useState } from "react";

type DialogName = "review" | "help" | "sign-out" | "check-up" | "search-bodies" | "export" | "clean-up";

/** What lies over or beside the mailbox. */
export interface Panels {
  readonly isTranscriptOpen: boolean;
  readonly toggleTranscript: () => void;
  readonly dialog: DialogName | undefined;
  readonly ask: (dialog: DialogName) => void;
  readonly closeDialog: () => void;
}

const KEY = "popgate-transcript";

export function usePanels(): Panels {
  const [isTranscriptOpen, setIsTranscriptOpen] = useState(wasTranscriptOpen);
  const [dialog, setDialog] = useState<DialogName>();
  return useMemo(
    () => ({
      isTranscriptOpen,
      toggleTranscript: () => {
        setIsTranscriptOpen(!isTranscriptOpen);
        rememberTranscript(!isTranscriptOpen);
      },
      dialog,
      ask: setDialog,
      closeDialog: () => {
        setDialog(undefined);
      },
    }),
    [isTranscriptOpen, dialog],
  );
}

function wasTranscriptOpen(): boolean {
  try {
    return localStorage.getItem(KEY) === "open";
  } catch {
    return false;
  }
}

function rememberTranscript(isOpen: boolean): void {
  try {
    localStorage.setItem(KEY, isOpen ? "open" : "closed");
  } catch {
    // Storage is blocked or full: the drawer opens closed next time.
  }
}
