import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Banner } from "../../ui/notices/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Countdown } from "../../ui/signs/countdown.tsx";
import type { ConnectionNotice } from "./connection-notice.ts";

interface ConnectionBannerProps {
  readonly notice: ConnectionNotice;
  /** What the loss means for the mail and the marks. */
  readonly calm: string;
  readonly onReconnect: () => void;
  readonly onTakeOver: () => void;
}

/** Why the session is not open, and the way back. What it counts down is not read out each second. */
export function ConnectionBanner({
  notice,
  calm,
  onReconnect,
  onTakeOver,
}: ConnectionBannerProps): ReactNode {
  const words = messages.mailboxes;
  switch (notice.kind) {
    case "released":
      return <Banner action={<Button onClick={onReconnect}>{words.goOn}</Button>}>{words.released}</Banner>;
    case "taken-over":
      return (
        <Banner
          tone="warn"
          action={
            <Button look="primary" onClick={onTakeOver}>
              {words.useHere}
            </Button>
          }
        >
          <b>{words.takenOver}</b> {words.takenOverNext}
        </Banner>
      );
    case "reconnecting":
      return (
        <Banner tone="warn" action={<Button disabled>{words.reconnecting}</Button>}>
          <b>{words.reconnectingTitle}</b> {calm}
        </Banner>
      );
    case "waiting":
      return <WaitingBanner notice={notice} calm={calm} onReconnect={onReconnect} />;
    case "stopped":
      return (
        <Banner tone="warn" action={<Button onClick={onReconnect}>{words.reconnect}</Button>}>
          <b>{notice.title}</b> <ServerWords text={notice.serverText} /> {notice.next ?? calm}
        </Banner>
      );
  }
}

interface WaitingBannerProps {
  readonly notice: Extract<ConnectionNotice, { readonly kind: "waiting" }>;
  readonly calm: string;
  readonly onReconnect: () => void;
}

function WaitingBanner({ notice, calm, onReconnect }: WaitingBannerProps): ReactNode {
  const words = messages.mailboxes;
  const { title, serverText, problem, mayHurry } = notice;
  return (
    <Banner tone="warn" action={mayHurry ? <Button onClick={onReconnect}>{words.tryNow}</Button> : undefined}>
      <b>{title}</b> <ServerWords text={serverText} />{" "}
      <Countdown start={problem} waitMs={problem.retryAfterMs} left={words.nextTry} over={words.tryingNow} />{" "}
      {calm}
    </Banner>
  );
}

function ServerWords({ text }: { readonly text: string | undefined }): ReactNode {
  if (text === undefined) return null;
  return (
    <>
      {messages.app.serverSays} <code dir="auto">{text}</code>
    </>
  );
}
