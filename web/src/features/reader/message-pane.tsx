import type { Message } from "@popgate/shared/api/message";
import { useId, useState, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { Attachments } from "./attachments.tsx";
import { HeaderTable } from "./header-table.tsx";
import { HtmlBody } from "./html-body.tsx";
import { MessageHead } from "./message-head.tsx";
import { ReaderTools } from "./reader-tools.tsx";
import styles from "./reader.module.css";
import { SourceBody } from "./source-body.tsx";
import { TextBody } from "./text-body.tsx";

type ViewName = keyof typeof messages.reader.views;

interface MessagePaneProps {
  readonly view: MailboxView;
  readonly message: Message;
  readonly isGone: boolean;
  readonly theme: "light" | "dark";
  readonly onBack: () => void;
}

/** A message that was read: its head, and one of four views of it. */
export function MessagePane({ view, message, isGone, theme, onBack }: MessagePaneProps): ReactNode {
  const [shown, setShown] = useState<ViewName>("message");
  const [areImagesAllowed, setAreImagesAllowed] = useState(false);
  const panelId = useId();
  const words = messages.reader;
  const { mailbox, marks, list } = view;
  const isFramed = shown === "message" && message.hasHtml;
  return (
    <>
      <ReaderTools
        mailboxId={mailbox.id}
        uid={message.uid}
        row={list.rows.get(message.uid)}
        isMarked={marks.uids.has(message.uid)}
        isGone={isGone}
        onBack={onBack}
      >
        {/* Another view would ask the gateway for a message that nobody has any more. */}
        {!isGone && (
          <ViewTabs hasHtml={message.hasHtml} panelId={panelId} shown={shown} onChange={setShown} />
        )}
      </ReaderTools>
      <div
        id={panelId}
        role="tabpanel"
        aria-label={words.views[shown]}
        tabIndex={0}
        className={classes(styles["scroll"], isFramed && styles["framed"])}
      >
        <article className={styles["message"]}>
          <MessageHead message={message} isMarked={marks.uids.has(message.uid)} isGone={isGone} />
          {isFramed && message.remoteImages > 0 && !areImagesAllowed && (
            <ImagesBanner
              count={message.remoteImages}
              onAllow={() => {
                setAreImagesAllowed(true);
              }}
            />
          )}
          <Unframed mailboxId={mailbox.id} message={message} shown={shown} />
        </article>
        {isFramed && (
          <HtmlBody
            mailboxId={mailbox.id}
            uid={message.uid}
            theme={theme}
            areImagesAllowed={areImagesAllowed}
          />
        )}
      </div>
    </>
  );
}

interface ViewTabsProps {
  readonly hasHtml: boolean;
  readonly panelId: string;
  readonly shown: ViewName;
  readonly onChange: (shown: ViewName) => void;
}

function ViewTabs({ hasHtml, panelId, shown, onChange }: ViewTabsProps): ReactNode {
  const words = messages.reader;
  const names: ViewName[] = hasHtml
    ? ["message", "text", "headers", "source"]
    : ["message", "headers", "source"];
  return (
    <Tabs
      label={words.viewsLabel}
      panelId={panelId}
      tabs={names.map((value) => ({ value, label: words.views[value] }))}
      value={shown}
      onChange={onChange}
    />
  );
}

interface UnframedProps {
  readonly mailboxId: string;
  readonly message: Message;
  readonly shown: ViewName;
}

/** All of a view that is not in the frame. */
function Unframed({ mailboxId, message, shown }: UnframedProps): ReactNode {
  switch (shown) {
    case "headers":
      return <HeaderTable headers={message.headers} />;
    case "source":
      return <SourceBody key={message.uid} mailboxId={mailboxId} uid={message.uid} />;
    case "message":
    case "text":
      return (
        <>
          <Attachments mailboxId={mailboxId} message={message} />
          {(shown === "text" || !message.hasHtml) && <TextBody message={message} />}
        </>
      );
  }
}

interface ImagesBannerProps {
  readonly count: number;
  readonly onAllow: () => void;
}

/** Remote images tell the sender that the mail was opened: only after consent, once. */
function ImagesBanner({ count, onAllow }: ImagesBannerProps): ReactNode {
  const words = messages.reader;
  return (
    <Banner action={<Button onClick={onAllow}>{words.showImages}</Button>}>{words.images(count)}</Banner>
  );
}
