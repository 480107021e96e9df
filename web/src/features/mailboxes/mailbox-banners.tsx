import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { refreshMailbox, takeOver } from "../../state/operations/pop3-session.ts";
import type { Live, MailboxView } from "../../state/page-state.ts";
import { usePage, usePageState } from "../../state/use-page.ts";
import { Banner } from "../../ui/notices/banner.tsx";
import { Spoken } from "../../ui/notices/spoken.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Countdown } from "../../ui/signs/countdown.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { connectionNotice, saysWhatIsSafe } from "./connection-notice.ts";
import styles from "./mailbox-banners.module.css";

interface MailboxBannersProps {
  readonly view: MailboxView;
  readonly live: Live;
}

/** What the person must know about the connection, above the list. */
export function MailboxBanners({ view, live }: MailboxBannersProps): ReactNode {
  const page = usePage();
  const words = messages.mailboxes;
  const { mailbox } = view;
  const isKeepingFailed = usePageState((state) => state.keeping?.failed === true);
  const isOffline = live.status === "lost";
  // While the gateway is silent, what it last said of the mailbox's connection is no news.
  const notice = isOffline ? undefined : connectionNotice(view);
  const unsettled = mailbox.unsettled ?? 0;
  const calm = unsettled > 0 ? messages.marks.unsettled(unsettled) : words.lostCalm;
  return (
    <>
      {/* In the document from the start, and the same words through all tries: they are read out once. */}
      <Spoken role="status">{spoken(view, isOffline)}</Spoken>
      <div className={styles["banners"]}>
        {isOffline && (
          <Banner tone="warn" action={<Button onClick={page.wire.hurry}>{words.tryNow}</Button>}>
            <b>{words.offline}</b>{" "}
            <Countdown start={live} waitMs={live.retryAfterMs} left={words.nextTry} over={words.tryingNow} />{" "}
            {words.offlineCalm}
          </Banner>
        )}
        {unsettled > 0 && !saysWhatIsSafe(notice) && <Banner tone="warn">{calm}</Banner>}
        {notice && (
          <ConnectionBanner
            notice={notice}
            calm={calm}
            onReconnect={() => void refreshMailbox(page, mailbox.id)}
            onTakeOver={() => void takeOver(page, mailbox.id)}
          />
        )}
        {live.status === "open" && live.isPolling && <Banner>{words.polling}</Banner>}
        {isKeepingFailed && <Banner>{words.notKept}</Banner>}
        {mailbox.weakIds && <Banner>{words.weakIds}</Banner>}
        {mailbox.unlisted !== undefined && <Banner>{words.unlisted(mailbox.unlisted)}</Banner>}
      </div>
    </>
  );
}

function spoken({ mailbox, isRecovering }: MailboxView, isOffline: boolean): string {
  const words = messages.mailboxes;
  if (isOffline) return words.spoken.offline;
  if (mailbox.problem?.code === "taken-over") return words.takenOver;
  if (isRecovering) return words.spoken.lost;
  return mailbox.state === "released" ? words.spoken.released : words.spoken.open;
}
