import { MailOpen } from "lucide-react";
import type { ReactNode } from "react";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { openMessage } from "../../state/operations/read-message.ts";
import type { MailboxView, Reading } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { Button } from "../../ui/controls/button.tsx";
import { EmptyNote } from "../../ui/notices/empty-note.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import { BeginningPane } from "./beginning-pane.tsx";
import { ExpiryQuestion } from "./opening/expiry-question.tsx";
import { LargeMessage } from "./opening/large-message.tsx";
import { MessagePane } from "./message-pane.tsx";
import { ReaderSkeleton } from "./opening/reader-skeleton.tsx";
import { ReaderTools } from "./tools/reader-tools.tsx";
import styles from "./reader.module.css";

interface ReaderProps {
  readonly view: MailboxView;
  readonly theme: "light" | "dark";
  readonly onBack: () => void;
}

/** The message that is open, in whatever state its reading is. */
export function Reader({ view, theme, onBack }: ReaderProps): ReactNode {
  const { reading } = view;
  const words = messages.reader;
  return (
    <section className={styles["reader"]} aria-label={words.label} aria-busy={reading?.status === "loading"}>
      {reading === null ? (
        <EmptyNote icon={<MailOpen />} title={words.emptyTitle} text={words.emptyText}>
          <p className={styles["hint"]}>{words.keysHint}</p>
        </EmptyNote>
      ) : reading.status === "ready" ? (
        // The key: another message starts with its own view and without consent to its images.
        <MessagePane
          key={reading.uid}
          view={view}
          message={reading.message}
          isGone={reading.isGone === true}
          theme={theme}
          onBack={onBack}
        />
      ) : (
        <Unfinished reading={reading} view={view} onBack={onBack} />
      )}
    </section>
  );
}

interface UnfinishedProps {
  readonly reading: Exclude<Reading, { readonly status: "ready" }>;
  readonly view: MailboxView;
  readonly onBack: () => void;
}

/** What can be done with a message that is not, or not wholly, here; and how far it is. */
function Unfinished({ reading, view, onBack }: UnfinishedProps): ReactNode {
  const { mailbox, marks, list } = view;
  return (
    <>
      <ReaderTools
        mailboxId={mailbox.id}
        uid={reading.uid}
        row={list.rows.get(reading.uid)}
        isMarked={marks.uids.has(reading.uid)}
        isGone={isGone(reading)}
        onBack={onBack}
      />
      <div className={styles["scroll"]}>
        <Stage reading={reading} view={view} onBack={onBack} />
      </div>
    </>
  );
}

/** There is no such message any more: nothing to mark, to save or to try again. */
function isGone(reading: Reading): boolean {
  return reading.status === "failed" && ["message-gone", "not-found"].includes(reading.failure.code);
}

function Stage({ reading, view, onBack }: UnfinishedProps): ReactNode {
  const page = usePage();
  const { id } = view.mailbox;
  const { uid } = reading;
  switch (reading.status) {
    case "asking":
      return <LargeMessage mailboxId={id} uid={uid} octets={reading.octets} row={view.list.rows.get(uid)} />;
    case "asking-expiry":
      return <ExpiryQuestion mailboxId={id} uid={uid} />;
    case "loading":
      return <ReaderSkeleton reading={reading} row={view.list.rows.get(uid)} onCancel={onBack} />;
    case "top":
      return <BeginningPane message={reading.message} mailboxId={id} />;
    case "failed":
      return (
        <div className={styles["message"]}>
          <FailureNote {...failureWords(reading.failure)}>
            {!isGone(reading) && (
              <div className={styles["noteaction"]}>
                <Button onClick={() => void openMessage(page, id, uid, true)}>{messages.app.retry}</Button>
              </div>
            )}
          </FailureNote>
        </div>
      );
  }
}
