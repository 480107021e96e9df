import type { Row } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { formatOctets } from "../../../lib/octets.ts";
import { openMessage, openTop } from "../../../state/operations/read-message.ts";
import { usePage } from "../../../state/use-page.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { EmptyNote } from "../../../ui/notices/empty-note.tsx";
import styles from "./large-message.module.css";

interface LargeMessageProps {
  readonly mailboxId: string;
  readonly uid: string;
  readonly octets: number;
  readonly row: Row | undefined;
}

/** Before so much is read over the wire, the person says how much of it. */
export function LargeMessage({ mailboxId, uid, octets, row }: LargeMessageProps): ReactNode {
  const page = usePage();
  const words = messages.reader;
  return (
    <EmptyNote title={words.largeTitle(octets)} text={words.largeText}>
      {row?.loaded === true && (
        <h1 className={styles["subject"]} dir="auto">
          {row.subject || messages.list.noSubject}
        </h1>
      )}
      <div className={styles["actions"]}>
        <Button look="primary" wire="TOP" onClick={() => void openTop(page, mailboxId, uid)}>
          {words.textOnly}
        </Button>
        <Button
          wire={`RETR ${formatOctets(octets)}`}
          onClick={() => void openMessage(page, mailboxId, uid, true)}
        >
          {words.all}
        </Button>
      </div>
    </EmptyNote>
  );
}
