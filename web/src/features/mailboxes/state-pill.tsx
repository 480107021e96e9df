import { LockOpen } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { Pill } from "../../ui/signs/pill.tsx";
import { Tag } from "../../ui/signs/tag.tsx";

interface StatePillProps {
  readonly view: MailboxView;
  /** The gateway itself cannot be reached: nobody knows the session's state. */
  readonly isOffline: boolean;
}

const TONE = {
  connecting: "busy",
  reconnecting: "busy",
  transaction: "ok",
  released: "quiet",
  lost: "bad",
  offline: "bad",
} as const;

/** The state of the POP3 session, as it is; with a warning where the line is in the clear. */
export function StatePill({ view, isOffline }: StatePillProps): ReactNode {
  const words = messages.mailboxes;
  const { mailbox } = view;
  const state = shownState(view, isOffline);
  return (
    <>
      {!mailbox.secure && mailbox.state !== "connecting" && (
        <Tag tone="warn" title={words.plainHint}>
          <LockOpen size={14} aria-label={words.plain} />
        </Tag>
      )}
      <Pill tone={TONE[state]} title={words.stateHints[state]}>
        {words.states[state]}
      </Pill>
    </>
  );
}

function shownState({ mailbox, isRecovering }: MailboxView, isOffline: boolean): keyof typeof TONE {
  if (isOffline) return "offline";
  return mailbox.state === "connecting" && isRecovering ? "reconnecting" : mailbox.state;
}
