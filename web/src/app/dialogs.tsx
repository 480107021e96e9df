import { lazy, Suspense, useEffect, useRef, type ReactNode } from "react";
import { useCheckUp } from "../features/check-up/use-check-up.ts";
import { signOut } from "../state/operations/sign-out.ts";
import type { MailboxView } from "../state/page-state.ts";
import { usePage } from "../state/use-page.ts";
import type { Panels } from "./use-panels.ts";

// Base UI's dialog is heavy: it comes with the first dialog.
const ReviewDialog = lazy(async () => {
  const { ReviewDialog: component } = await import("../features/marks/review-dialog.tsx");
  return { default: component };
});
const HelpDialog = lazy(async () => {
  const { HelpDialog: component } = await import("../features/help/help-dialog.tsx");
  return { default: component };
});
const CheckUpDialog = lazy(async () => {
  const { CheckUpDialog: component } = await import("../features/check-up/check-up-dialog.tsx");
  return { default: component };
});
const WholeMailboxDialog = lazy(async () => {
  const { WholeMailboxDialog: component } =
    await import("../features/whole-mailbox/whole-mailbox-dialog.tsx");
  return { default: component };
});
const SignOutDialog = lazy(async () => {
  const { SignOutDialog: component } = await import("../features/mailboxes/sign-out-dialog.tsx");
  return { default: component };
});

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
    <Suspense fallback={null}>
      {panels.dialog === "review" && <ReviewDialog view={view} onClose={panels.closeDialog} />}
      {panels.dialog === "help" && <HelpDialog onClose={panels.closeDialog} />}
      {panels.dialog === "check-up" && <CheckUpDialog run={checkUp} onClose={panels.closeDialog} />}
      {isTask(panels.dialog) && (
        <WholeMailboxDialog
          view={view}
          task={panels.dialog}
          onTask={panels.ask}
          onOpen={onOpen}
          onClose={panels.closeDialog}
        />
      )}
      {panels.dialog === "sign-out" && (
        <SignOutDialog
          markCount={view.marks.uids.size}
          onClose={panels.closeDialog}
          onSignOut={() => {
            panels.closeDialog();
            void signOut(page, view.mailbox.id);
          }}
        />
      )}
    </Suspense>
  );
}

function isTask(dialog: Panels["dialog"]): dialog is "search-bodies" | "export" | "clean-up" {
  return dialog === "search-bodies" || dialog === "export" || dialog === "clean-up";
}

/** After the last dialog has closed and given the focus back: was there anybody to take it? */
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
