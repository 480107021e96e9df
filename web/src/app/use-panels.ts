import { useMemo, useState } from "react";

type DialogName = "review" | "help" | "sign-out" | "check-up" | "search-bodies" | "export" | "clean-up";

/** What lies over or beside the mailbox. */
export interface Panels {
  readonly isTranscriptOpen: boolean;
  readonly toggleTranscript: () => void;
  readonly dialog: DialogName | undefined;
  readonly ask: (dialog: DialogName) => void;
  /** Asks whether, and where, to sign out. @param browsers that are signed in to the account beside this one */
  readonly askSignOut: (browsers: number) => void;
  readonly browsersElsewhere: number;
  readonly closeDialog: () => void;
}

const KEY = "popgate-transcript";

export function usePanels(): Panels {
  const [isTranscriptOpen, setIsTranscriptOpen] = useState(wasTranscriptOpen);
  const [dialog, setDialog] = useState<DialogName>();
  const [browsersElsewhere, setBrowsersElsewhere] = useState(0);
  return useMemo(
    () => ({
      isTranscriptOpen,
      toggleTranscript: () => {
        setIsTranscriptOpen(!isTranscriptOpen);
        rememberTranscript(!isTranscriptOpen);
      },
      dialog,
      ask: setDialog,
      askSignOut: (browsers: number) => {
        setBrowsersElsewhere(browsers);
        setDialog("sign-out");
      },
      browsersElsewhere,
      closeDialog: () => {
        setDialog(undefined);
      },
    }),
    [isTranscriptOpen, dialog, browsersElsewhere],
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
