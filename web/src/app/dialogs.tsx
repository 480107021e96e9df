import { lazy, Suspense, type ReactNode } from "react";
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
const SignOutDialog = lazy(async () => {
  const { SignOutDialog: component } = await import("../features/mailboxes/sign-out-dialog.tsx");
  return { default: component };
});

interface DialogsProps {
  readonly view: MailboxView;
  readonly panels: Panels;
}

/** The dialog that is open, if any. */
export function Dialogs({ view, panels }: DialogsProps): ReactNode {
  const page = usePage();
  return (
    <Suspense fallback={null}>
      {panels.dialog === "review" && <ReviewDialog view={view} onClose={panels.closeDialog} />}
      {panels.dialog === "help" && <HelpDialog onClose={panels.closeDialog} />}
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
