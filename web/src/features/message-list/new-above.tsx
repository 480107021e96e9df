import { ArrowUp } from "lucide-react";
import { useEffect, type ReactNode, type RefObject } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import styles from "./message-list.module.css";

interface NewAboveProps {
  readonly view: MailboxView;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly isAtTop: boolean;
  readonly onUp: () => void;
}

/** "3 new ↑" over a list that was scrolled down, or held still, when they came. */
export function NewAbove({ view, scroller, isAtTop, onUp }: NewAboveProps): ReactNode {
  const { store } = usePage();
  const { list, newRows, mailbox } = view;
  const isNewestFirst = list.shownQuery.sort === "number" && list.shownQuery.order === "desc";
  const isSeen = newRows > 0 && isAtTop && list.generation === mailbox.generation;
  useEffect(() => {
    // The list may have been held still in this very moment, and the news is above it.
    if (isSeen && scroller.current?.scrollTop === 0)
      store.dispatch({ type: "new-rows-seen", mailboxId: mailbox.id });
  }, [store, scroller, mailbox.id, isSeen]);
  if (newRows === 0 || isAtTop || !isNewestFirst) return null;
  return (
    <button type="button" className={styles["above"]} onClick={onUp}>
      {messages.list.newRows(newRows)} <ArrowUp size={14} aria-hidden="true" />
    </button>
  );
}
