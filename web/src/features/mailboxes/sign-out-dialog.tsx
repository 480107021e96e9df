import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/notices/dialog.tsx";

interface SignOutDialogProps {
  readonly markCount: number;
  /** Other browsers that are signed in to the account. */
  readonly browsersElsewhere: number;
  readonly onSignOut: () => void;
  readonly onSignOutEverywhere: () => void;
  readonly onClose: () => void;
}

/** Asked only when there are marks, which signing out drops, or other browsers that could be signed out too. */
export function SignOutDialog(props: SignOutDialogProps): ReactNode {
  const { markCount, browsersElsewhere, onSignOut, onSignOutEverywhere, onClose } = props;
  const words = messages.mailboxes;
  const isElsewhere = browsersElsewhere > 0;
  return (
    <Dialog
      title={markCount > 0 ? words.signOutTitle : words.signOutWhere}
      lead={[
        ...(isElsewhere ? [words.signedInElsewhere(browsersElsewhere)] : []),
        markCount > 0 ? words.signOutText(markCount) : words.nothingDeleted,
      ].join(" ")}
      closeLabel={messages.app.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.stay}</Button>
          {isElsewhere && <Button onClick={onSignOutEverywhere}>{words.signOutEverywhere}</Button>}
          <Button look="primary" onClick={onSignOut}>
            {isElsewhere ? words.signOutHere : words.signOut}
          </Button>
        </>
      }
    />
  );
}
