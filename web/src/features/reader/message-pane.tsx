import type { Message } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { hasMark } from "../../state/mailbox/marks-view.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { EmbeddedPane } from "./within/embedded-pane.tsx";
import { MessageView } from "./message-view.tsx";
import { ReaderTools } from "./tools/reader-tools.tsx";

interface MessagePaneProps {
  readonly view: MailboxView;
  readonly message: Message;
  readonly isGone: boolean;
  readonly theme: "light" | "dark";
  readonly onBack: () => void;
}

/** A message of the maildrop, with what can be done to it there. */
export function MessagePane({ view, message, isGone, theme, onBack }: MessagePaneProps): ReactNode {
  const { mailbox, marks, list } = view;
  const row = list.rows.get(message.uid);
  const isMarked = hasMark(marks, message.uid, row?.marked);
  return (
    <MessageView
      message={message}
      place={{ mailboxId: mailbox.id, uid: message.uid }}
      standing={{ isMarked, isGone }}
      theme={theme}
      within={(inner) => <EmbeddedPane key={inner.place.part} theme={theme} {...inner} />}
      tools={(tabs, printing) => (
        <ReaderTools
          mailboxId={mailbox.id}
          uid={message.uid}
          row={row}
          isMarked={isMarked}
          isGone={isGone}
          printing={printing}
          onBack={onBack}
        >
          {tabs}
        </ReaderTools>
      )}
    />
  );
}
