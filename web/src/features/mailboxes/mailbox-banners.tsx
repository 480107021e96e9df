import type { Mailbox } from "@popgate/shared/api/mailbox";
import { ErrorCode } from "@popgate/shared/api/errors";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { FAILURE_SENTENCES } from "../../lib/messages/failure-sentences.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import styles from "./mailbox-banners.module.css";

interface MailboxBannersProps {
  readonly mailbox: Mailbox;
  readonly isLiveLost: boolean;
  readonly isRefreshing: boolean;
  readonly onReconnect: () => void;
}

/** What the person must know about the connection, above the list. */
export function MailboxBanners(props: MailboxBannersProps): ReactNode {
  const { mailbox, isLiveLost, isRefreshing, onReconnect } = props;
  const words = messages.mailboxes;
  const seconds = useCountdown(mailbox.problem, mailbox.problem?.retryAfterMs ?? 0);
  const hasAny = isLiveLost || mailbox.state === "lost" || mailbox.state === "released" || mailbox.weakIds;
  if (!hasAny) return null;
  return (
    <div className={styles["banners"]}>
      {isLiveLost && (
        <Banner tone="warn" role="status">
          {words.liveLost}
        </Banner>
      )}
      {mailbox.state === "lost" && (
        <Banner
          tone="warn"
          role="alert"
          action={
            <Button disabled={isRefreshing || seconds > 0} onClick={onReconnect}>
              {isRefreshing
                ? words.reconnecting
                : seconds > 0
                  ? messages.signIn.waitFor(seconds)
                  : words.reconnect}
            </Button>
          }
        >
          <b>{problemOf(mailbox)}</b> {words.lostCalm}
        </Banner>
      )}
      {mailbox.state === "released" && <Banner role="status">{words.released}</Banner>}
      {mailbox.weakIds && <Banner>{words.weakIds}</Banner>}
    </div>
  );
}

function problemOf({ problem }: Mailbox): string {
  const code = ErrorCode.safeParse(problem?.code);
  return code.success ? FAILURE_SENTENCES[code.data].title : (problem?.message ?? messages.mailboxes.lost);
}
