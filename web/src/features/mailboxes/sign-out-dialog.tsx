import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/notices/dialog.tsx";

interface SignOutDialogProps {
  readonly markCount: number;
  readonly onSignOut: () => void;
  readonly onClose: () => void;
}

/** Asked only when there are marks, which signing out drops. */
export function SignOutDialog({ markCount, onSignOut, onClose }: SignOutDialogProps): ReactNode {
  const words = messages.mailboxes;
  return (
    <Dialog
      title={words.signOutTitle}
      lead={words.signOutText(markCount)}
      closeLabel={messages.app.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.stay}</Button>
          <Button look="primary" onClick={onSignOut}>
            {words.signOut}
          </Button>
        </>
      }
    />
  );
}
