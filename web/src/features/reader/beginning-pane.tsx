import type { Message } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { openMessage, TOP_LINES } from "../../state/operations/read-message.ts";
import { usePage } from "../../state/use-page.ts";
import { Banner } from "../../ui/notices/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { MessageHead } from "./message-head.tsx";
import styles from "./reader.module.css";
import { TextBody } from "./body/text-body.tsx";

const WHERE = { isMarked: false, isGone: false };

interface BeginningPaneProps {
  readonly message: Message;
  readonly mailboxId: string;
}

/** What TOP told of a message: its head, and the words of its first lines. */
export function BeginningPane({ message, mailboxId }: BeginningPaneProps): ReactNode {
  const page = usePage();
  const words = messages.reader;
  return (
    <article className={styles["message"]}>
      <MessageHead message={message} standing={WHERE} />
      <Banner
        action={
          <Button wire="RETR" onClick={() => void openMessage(page, mailboxId, message.uid, true)}>
            {words.all}
          </Button>
        }
      >
        {words.topNote(TOP_LINES)}
      </Banner>
      <div className={styles["beginning"]}>
        <TextBody message={message} />
      </div>
    </article>
  );
}
