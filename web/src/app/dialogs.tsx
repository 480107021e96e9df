import { useEffect, useRef, type ReactNode } from "react";
import { useCheckUp } from "../features/check-up/use-check-up.ts";
import { signOut, signOutEverywhere } from "../state/operations/pop3-session.ts";
import type { MailboxView } from "../state/page-state.ts";
import { usePage } from "../state/use-page.ts";
import { later } from "../ui/notices/later.tsx";
import type { Panels } from "./use-panels.ts";

const ReviewDialog = later(async () => (await import("../features/marks/review-dialog.tsx")).ReviewDialog);
const HelpDialog = later(async () => (await import("../features/help/help-dialog.tsx")).HelpDialog);
const CheckUpDialog = later(
  async () => (await import("../features/check-up/check-up-dialog.tsx")).CheckUpDialog,
);
const BulkDialog = later(async () => (await import("../features/bulk/bulk-dialog.tsx")).BulkDialog);
const SignOutDialog = later(
  async () => (await import("../features/mailboxes/sign-out-dialog.tsx")).SignOutDialog,
);

interface DialogsProps {
  readonly view: MailboxView;
  readonly panels: Panels;
  readonly onOpen: (uid: string) => void;
  /** What was focused before a dialog is gone: a commit takes the marks bar with it. */
  readonly onFocusLost: () => void;
}

/** The dialog that is open, if any. */
export function Dialogs({ view, panels, onOpen, onFocusLost }: DialogsProps): ReactNode {
  const page = usePage();
  const checkUp = useCheckUp(view.mailbox.id);
  useLostFocus(panels.dialog !== undefined, onFocusLost);
  return (
    <>
      {panels.dialog === "review" && <ReviewDialog view={view} onClose={panels.closeDialog} />}
      {panels.dialog === "help" && <HelpDialog onClose={panels.closeDialog} />}
      {panels.dialog === "check-up" && <CheckUpDialog run={checkUp} onClose={panels.closeDialog} />}
      {isTask(panels.dialog) && (
        <BulkDialog
          view={view}
          task={panels.dialog}
          onTask={panels.ask}
          onOpen={onOpen}
          onClose={panels.closeDialog}
        />
      )}
      {panels.dialog === "sign-out" && (
        <SignOutDialog
          markCount={view.marks.count}
          browsersElsewhere={panels.browsersElsewhere}
          onSignOutEverywhere={() => {
            panels.closeDialog();
            void signOutEverywhere(page, view.mailbox.id);
          }}
          onClose={panels.closeDialog}
          onSignOut={() => {
            panels.closeDialog();
            void signOut(page, view.mailbox.id);
          }}
        />
      )}
    </>
  );
}

function isTask(dialog: Panels["dialog"]): dialog is "search-bodies" | "export" | "clean-up" {
  return dialog === "search-bodies" || dialog === "export" || dialog === "clean-up";
}

/** Calls `onLost` when the last dialog has closed and no element could take the focus back. */
function useLostFocus(isOpen: boolean, onLost: () => void): void {
  const wasOpen = useRef(false);
  useEffect(() => {
    const hasClosed = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    if (!hasClosed) return undefined;
    // Base UI gives it back in the next task; the frame after that it lies where it will stay.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body || document.activeElement === null) onLost();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [isOpen, onLost]);
}
