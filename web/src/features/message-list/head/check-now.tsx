import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../../lib/classes.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import { refreshMailbox } from "../../../state/operations/pop3-session.ts";
import type { MailboxView } from "../../../state/page-state.ts";
import { usePage } from "../../../state/use-page.ts";
import { IconButton } from "../../../ui/controls/button.tsx";
import { useCountdown } from "../../../ui/hooks/use-countdown.ts";
import { Spoken } from "../../../ui/notices/spoken.tsx";
import styles from "./list-head.module.css";

/** Reads the maildrop again; where the server wants a pause (LOGIN-DELAY), the seconds until it may. */
export function CheckNow({ view }: { readonly view: MailboxView }): ReactNode {
  const page = usePage();
  const words = messages.list;
  const { mailbox, activity, pause } = view;
  const seconds = useCountdown(pause, pause?.retryAfterMs ?? 0);
  const isRunning = activity === "refreshing";
  return (
    <>
      <Spoken role="status">
        {pause && seconds > 0 && words.pause(Math.ceil(pause.retryAfterMs / 1000))}
      </Spoken>
      <IconButton
        label={isRunning ? words.refreshing : seconds > 0 ? words.pause(seconds) : words.refresh}
        disabled={activity !== "idle" || seconds > 0}
        className={classes(isRunning && styles["turning"], seconds > 0 && styles["pause"])}
        onClick={() => void refreshMailbox(page, mailbox.id)}
      >
        {seconds > 0 ? seconds : <RefreshCw />}
      </IconButton>
    </>
  );
}
