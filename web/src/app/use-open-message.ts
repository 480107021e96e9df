import { useCallback, useEffect, type RefObject } from "react";
import type { MessageListHandle } from "../features/message-list/use-list-keys.ts";
import { closeMessage, openMessage } from "../state/operations/read-message.ts";
import type { MailboxView } from "../state/page-state.ts";
import { usePage } from "../state/use-page.ts";
import { mailboxPath } from "./route.ts";

interface OpenMessage {
  readonly open: (uid: string) => void;
  /** Back to the list, with the focus on the row that was open. */
  readonly back: () => void;
}

/** The address decides which message is open; the reader follows it. */
export function useOpenMessage(
  view: MailboxView,
  uid: string | undefined,
  list: RefObject<MessageListHandle | null>,
  navigate: (path: string) => void,
): OpenMessage {
  const page = usePage();
  const { id } = view.mailbox;
  useEffect(() => {
    if (uid !== undefined) void openMessage(page, id, uid);
    return () => {
      closeMessage(page, id);
    };
  }, [page, id, uid]);

  const open = useCallback(
    (next: string) => {
      navigate(mailboxPath(id, next));
    },
    [id, navigate],
  );
  const back = useCallback(() => {
    navigate(mailboxPath(id));
    // On a phone the list is shown again first.
    requestAnimationFrame(() => list.current?.focus());
  }, [id, list, navigate]);
  return { open, back };
}
