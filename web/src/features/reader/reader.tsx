import { MailOpen } from "lucide-react";
import type { ReactNode } from "react";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { openMessage } from "../../state/operations/read-message.ts";
import { hasMark } from "../../state/mailbox/marks-view.ts";
import type { MailboxView, ReaderView } from "../../state/page-state.ts";
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

/** The open message: asked about, on its way, shown, or failed. */
export function Reader({ view, theme, onBack }: ReaderProps): ReactNode {
  const { reader } = view;
  const words = messages.reader;
  return (
    <section className={styles["reader"]} aria-label={words.label} aria-busy={reader?.status === "loading"}>
      {reader === null ? (
        <EmptyNote icon={<MailOpen />} title={words.emptyTitle} text={words.emptyText}>
          <p className={styles["hint"]}>{words.keysHint}</p>
        </EmptyNote>
      ) : reader.status === "ready" ? (
        // The key: another message starts with its own view and without consent to its images.
        <MessagePane
          key={reader.uid}
          view={view}
          message={reader.message}
          isGone={reader.isGone === true}
          theme={theme}
          onBack={onBack}
        />
      ) : (
        <Unfinished reader={reader} view={view} onBack={onBack} />
      )}
    </section>
  );
}

interface UnfinishedProps {
  readonly reader: Exclude<ReaderView, { readonly status: "ready" }>;
  readonly view: MailboxView;
  readonly onBack: () => void;
}

/** What can be done with a message that is not, or not wholly, here; and how far it is. */
function Unfinished({ reader, view, onBack }: UnfinishedProps): ReactNode {
  const { mailbox, marks, list } = view;
  const row = list.rows.get(reader.uid);
  return (
    <>
      <ReaderTools
        mailboxId={mailbox.id}
        uid={reader.uid}
        row={row}
        isMarked={hasMark(marks, reader.uid, row?.marked)}
        isGone={isGone(reader)}
        onBack={onBack}
      />
      <div className={styles["scroll"]}>
        <Stage reader={reader} view={view} onBack={onBack} />
      </div>
    </>
  );
}

/** There is no such message any more: nothing to mark, to save or to try again. */
function isGone(reader: ReaderView): boolean {
  return reader.status === "failed" && ["message-gone", "not-found"].includes(reader.failure.code);
}

function Stage({ reader, view, onBack }: UnfinishedProps): ReactNode {
  const page = usePage();
  const { id } = view.mailbox;
  const { uid } = reader;
  switch (reader.status) {
    case "asking":
      return <LargeMessage mailboxId={id} uid={uid} octets={reader.octets} row={view.list.rows.get(uid)} />;
    case "asking-expiry":
      return <ExpiryQuestion mailboxId={id} uid={uid} />;
    case "loading":
      return <ReaderSkeleton reader={reader} row={view.list.rows.get(uid)} onCancel={onBack} />;
    case "top":
      return <BeginningPane message={reader.message} mailboxId={id} />;
    case "failed":
      return (
        <div className={styles["message"]}>
          <FailureNote {...failureWords(reader.failure)}>
            {!isGone(reader) && (
              <div className={styles["noteaction"]}>
                <Button onClick={() => void openMessage(page, id, uid, true)}>{messages.app.retry}</Button>
              </div>
            )}
          </FailureNote>
        </div>
      );
  }
}
