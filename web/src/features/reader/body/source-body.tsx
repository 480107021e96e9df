import type { ReactNode } from "react";
import { failureWords } from "../../../lib/messages/failure-words.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import { Banner } from "../../../ui/notices/banner.tsx";
import { FailureNote } from "../../../ui/notices/failure-note.tsx";
import styles from "./text-body.module.css";
import { MAX_TEXT_OCTETS, useText } from "../use-text.ts";

/** The message as it is on the server. */
export function SourceBody({ url }: { readonly url: string }): ReactNode {
  const source = useText(url);
  const words = messages.reader;
  switch (source.status) {
    case "loading":
      return <p className={styles["nothing"]}>{words.sourceLoading}</p>;
    case "failed":
      return <FailureNote {...failureWords(source.failure)} />;
    case "ready":
      return (
        <>
          {!source.isWhole && <Banner>{words.sourceNote(MAX_TEXT_OCTETS)}</Banner>}
          <pre className={styles["raw"]} dir="ltr">
            {source.text}
          </pre>
        </>
      );
  }
}
