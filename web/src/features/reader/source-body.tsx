import type { ReactNode } from "react";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { Banner } from "../../ui/banner.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import styles from "./text-body.module.css";
import { MAX_SOURCE_OCTETS, useSource } from "./use-source.ts";

interface SourceBodyProps {
  readonly mailboxId: string;
  readonly uid: string;
}

/** The message as it is on the server. */
export function SourceBody({ mailboxId, uid }: SourceBodyProps): ReactNode {
  const source = useSource(mailboxId, uid);
  const words = messages.reader;
  switch (source.status) {
    case "loading":
      return <p className={styles["nothing"]}>{words.sourceLoading}</p>;
    case "failed":
      return <FailureNote {...failureWords(source.failure)} />;
    case "ready":
      return (
        <>
          {!source.isWhole && <Banner>{words.sourceNote(MAX_SOURCE_OCTETS)}</Banner>}
          <pre className={styles["raw"]} dir="ltr">
            {source.text}
          </pre>
        </>
      );
  }
}
