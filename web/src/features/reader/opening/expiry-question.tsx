import { Hourglass } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { chooseExpiry } from "../../../state/operations/read-message.ts";
import { usePage } from "../../../state/use-page.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { EmptyNote } from "../../../ui/notices/empty-note.tsx";
import styles from "./large-message.module.css";

interface ExpiryQuestionProps {
  readonly mailboxId: string;
  readonly uid: string;
}

/** EXPIRE 0: nothing leaves the maildrop by reading unless the person was told that it may. */
export function ExpiryQuestion({ mailboxId, uid }: ExpiryQuestionProps): ReactNode {
  const page = usePage();
  const words = messages.reader;
  return (
    <EmptyNote icon={<Hourglass />} title={words.expiryTitle} text={words.expiryText}>
      <div className={styles["actions"]}>
        <Button
          look="primary"
          wire="TOP"
          onClick={() => void chooseExpiry(page, mailboxId, uid, "first-lines")}
        >
          {words.expiryFirstLines}
        </Button>
        <Button wire="RETR" onClick={() => void chooseExpiry(page, mailboxId, uid, "whole")}>
          {words.expiryOpen}
        </Button>
      </div>
    </EmptyNote>
  );
}
