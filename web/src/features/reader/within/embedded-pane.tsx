import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { failureWords } from "../../../lib/messages/failure-words.ts";
import { filesWords } from "../../../lib/messages/reader/files-words.ts";
import { usePage } from "../../../state/use-page.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { FailureNote } from "../../../ui/notices/failure-note.tsx";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import { sourceUrl } from "../message-place.ts";
import { MessageView, type OpenedWithin } from "../message-view.tsx";
import styles from "../reader.module.css";
import toolStyles from "../reader-tools.module.css";
import { useEmbedded } from "./use-embedded.ts";
import { useWayOut } from "./use-way-out.ts";

interface EmbeddedPaneProps extends OpenedWithin {
  readonly theme: "light" | "dark";
}

/** A message within a message, read as one of its own; Escape and u lead one message outwards. */
export function EmbeddedPane({ place, outer, theme, onBack }: EmbeddedPaneProps): ReactNode {
  const { base } = usePage();
  const embedded = useEmbedded(place.mailboxId, place.uid, place.part);
  const section = useWayOut(onBack);
  const tools = (tabs: ReactNode, printing: ReactNode): ReactNode => (
    <div className={toolStyles["tools"]}>
      <BackButton outer={outer} onBack={onBack} />
      <LinkButton href={sourceUrl(base, place, "save")} download>
        {messages.reader.save}
      </LinkButton>
      {printing}
      <div className={toolStyles["end"]}>{tabs}</div>
    </div>
  );
  return (
    <section
      ref={section}
      className={styles["whole"]}
      aria-label={filesWords.within}
      aria-busy={embedded.status === "loading"}
    >
      {embedded.status === "ready" ? (
        <MessageView
          message={embedded.message}
          place={place}
          standing={{ isMarked: false, isGone: false }}
          theme={theme}
          tools={tools}
          within={(inner) => <EmbeddedPane key={inner.place.part} theme={theme} {...inner} />}
        />
      ) : (
        <>
          {tools(null, null)}
          <div className={styles["message"]}>
            {embedded.status === "failed" ? (
              <FailureNote {...failureWords(embedded.failure)} />
            ) : (
              <p role="status">{filesWords.loadingWithin}</p>
            )}
          </div>
        </>
      )}
    </section>
  );
}

/** Takes the focus: it was on a button that is hidden now. */
function BackButton({ outer, onBack }: Pick<EmbeddedPaneProps, "outer" | "onBack">): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
  }, []);
  return (
    <Button ref={button} look="quiet" className={toolStyles["outwards"]} onClick={onBack}>
      <ArrowLeft aria-hidden="true" />
      <span dir="auto">{filesWords.backTo(outer || messages.list.noSubject)}</span>
    </Button>
  );
}
