import type { Row } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import type { ReaderView } from "../../../state/page-state.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { ProgressBar } from "../../../ui/signs/progress-bar.tsx";
import { Spoken } from "../../../ui/notices/spoken.tsx";
import headStyles from "../message-head.module.css";
import readerStyles from "../reader.module.css";
import styles from "./reader-skeleton.module.css";

interface ReaderSkeletonProps {
  readonly reader: Extract<ReaderView, { readonly status: "loading" }>;
  readonly row: Row | undefined;
  /** Lets the download go. */
  readonly onCancel: () => void;
}

/** The page of a message whose octets are on the way; what the list knows stands already. */
export function ReaderSkeleton({ reader, row, onCancel }: ReaderSkeletonProps): ReactNode {
  const words = messages.reader;
  const { received, octets } = reader;
  return (
    <div className={readerStyles["message"]}>
      {row?.loaded === true ? (
        <h1 className={headStyles["subject"]} dir="auto">
          {row.subject || messages.list.noSubject}
        </h1>
      ) : (
        <div className={styles["title"]} />
      )}
      {received > 0 ? (
        <div className={styles["progress"]}>
          {words.received(received, octets)}
          <ProgressBar label={words.loading} part={octets === null ? null : received / octets} />
          <Button look="quiet" onClick={onCancel}>
            {words.cancel}
          </Button>
        </div>
      ) : (
        <Spoken role="status">{words.loading}</Spoken>
      )}
      <div className={styles["lines"]} aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
