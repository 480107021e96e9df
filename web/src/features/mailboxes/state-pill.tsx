import type { Mailbox } from "@popgate/shared/api/mailbox";
import { LockOpen } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Pill, Tag } from "../../ui/pill.tsx";

const TONE = { connecting: "busy", transaction: "ok", released: "quiet", lost: "bad" } as const;

/** The state of the POP3 session, as it is; with a warning where the line is in the clear. */
export function StatePill({ mailbox }: { readonly mailbox: Mailbox }): ReactNode {
  const words = messages.mailboxes;
  return (
    <>
      {!mailbox.secure && mailbox.state !== "connecting" && (
        <Tag tone="warn" title={words.plainHint}>
          <LockOpen size={14} aria-label={words.plain} />
        </Tag>
      )}
      <span role="status">
        <Pill tone={TONE[mailbox.state]} title={words.stateHints[mailbox.state]}>
          {words.states[mailbox.state]}
        </Pill>
      </span>
    </>
  );
}
