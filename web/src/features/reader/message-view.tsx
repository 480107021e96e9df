import type { Message } from "@popgate/shared/api/message";
import { useId, useState, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { usePage } from "../../state/use-page.ts";
import { HtmlBody } from "./body/html-body.tsx";
import { MessageHead, type Standing } from "./message-head.tsx";
import { htmlUrl, type MessagePlace } from "./message-place.ts";
import { PicturesBanner } from "./pictures/pictures-banner.tsx";
import { useConsent } from "./pictures/use-consent.ts";
import { PrintButtons } from "./tools/print-buttons.tsx";
import styles from "./reader.module.css";
import { TextBody } from "./body/text-body.tsx";
import { Unframed } from "./unframed.tsx";
import { useOpened } from "./use-opened.ts";
import { ViewTabs, type ViewName } from "./body/view-tabs.tsx";

/** A message within the one that is shown. */
export interface OpenedWithin {
  readonly place: MessagePlace & { readonly part: string };
  /** The subject of the message around it. */
  readonly outer: string;
  readonly onBack: () => void;
}

interface MessageViewProps {
  readonly message: Message;
  readonly place: MessagePlace;
  readonly standing: Standing;
  readonly theme: "light" | "dark";
  readonly tools: (tabs: ReactNode, printing: ReactNode) => ReactNode;
  readonly within: (opened: OpenedWithin) => ReactNode;
}

/** A message that was read: its tools, its head, one of four views of it. One opened from within covers it. */
export function MessageView({ message, place, standing, theme, tools, within }: MessageViewProps): ReactNode {
  const { base } = usePage();
  const [shown, setShown] = useState<ViewName>("message");
  const { opened, open, comeBack } = useOpened();
  const consent = useConsent(message, place);
  const panelId = useId();
  const { hasHtml } = message;
  const isFramed = shown === "message" && hasHtml;
  const { isGone } = standing;
  const url = (its: "light" | "dark"): string =>
    htmlUrl(base, place, { theme: its, areImagesAllowed: consent.isGiven });
  return (
    <>
      {opened !== undefined &&
        within({ place: { ...place, part: opened }, outer: message.subject, onBack: comeBack })}
      <div className={styles["whole"]} hidden={opened !== undefined}>
        {tools(
          // Another view would ask the gateway for a message that nobody has any more.
          isGone ? null : <ViewTabs hasHtml={hasHtml} panelId={panelId} shown={shown} onChange={setShown} />,
          <PrintButtons aloneUrl={hasHtml && !isGone ? url("light") : undefined} />,
        )}
        <div
          id={panelId}
          role="tabpanel"
          aria-label={messages.reader.views[shown]}
          tabIndex={0}
          className={classes(styles["scroll"], isFramed && styles["framed"])}
        >
          <div className={styles["beside"]}>
            <article className={styles["message"]}>
              <MessageHead message={message} standing={standing} isFramed={isFramed} />
              {isFramed && <PicturesBanner consent={consent} count={message.remoteImages} />}
              <Unframed message={message} place={place} shown={shown} isGone={isGone} onOpen={open} />
              {isFramed && (
                <div className={styles["printed"]}>
                  <TextBody message={message} isOnPaper />
                </div>
              )}
            </article>
          </div>
          {isFramed && <HtmlBody url={url(theme)} />}
        </div>
      </div>
    </>
  );
}
