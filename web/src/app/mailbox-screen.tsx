import { useCallback, useRef, type ReactNode } from "react";
import { useHashLocation } from "wouter/use-hash-location";
import { MailboxBanners } from "../features/mailboxes/mailbox-banners.tsx";
import { StatePill } from "../features/mailboxes/state-pill.tsx";
import { ListHead } from "../features/message-list/head/list-head.tsx";
import { MessageList } from "../features/message-list/message-list.tsx";
import type { MessageListHandle } from "../features/message-list/use-list-keys.ts";
import { Reader } from "../features/reader/reader.tsx";
import { TranscriptDrawer } from "../features/transcript/transcript-drawer.tsx";
import { classes } from "../lib/classes.ts";
import type { MailboxView } from "../state/page-state.ts";
import { useMailbox, usePageState } from "../state/use-page.ts";
import { AppRail } from "./app-rail.tsx";
import { Dialogs } from "./dialogs.tsx";
import { ListFoot } from "./list-foot.tsx";
import styles from "./mailbox-screen.module.css";
import { mailboxPath } from "./route.ts";
import { useTheme } from "../ui/hooks/use-theme.ts";
import { useOpenMessage } from "./use-open-message.ts";
import { usePanels } from "./use-panels.ts";
import { useShortcuts } from "./use-shortcuts.ts";

interface MailboxScreenProps {
  readonly mailboxId: string;
  readonly uid: string | undefined;
}

export function MailboxScreen({ mailboxId, uid }: MailboxScreenProps): ReactNode {
  const view = useMailbox(mailboxId, (one) => one);
  return view ? <OpenMailbox view={view} uid={uid} /> : null;
}

interface OpenMailboxProps {
  readonly view: MailboxView;
  readonly uid: string | undefined;
}

/** Rail, list, reader and transcript: side by side, or one at a time on a phone. */
function OpenMailbox({ view, uid }: OpenMailboxProps): ReactNode {
  const live = usePageState((state) => state.live);
  const [, navigate] = useHashLocation();
  const { shown: theme, ...themes } = useTheme();
  const panels = usePanels();
  const list = useRef<MessageListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const { mailbox, transcript } = view;
  const isOffline = live.status === "lost";
  const { open, back } = useOpenMessage(view, uid, list, navigate);
  useShortcuts({ view, uid, list, search, panels, open, back });
  const focusList = useCallback(() => list.current?.focus(), []);
  return (
    <div className={classes(styles["app"], uid !== undefined && styles["reading"])}>
      <div className={styles["rail"]}>
        <AppRail view={view} panels={panels} {...themes} hrefOf={(id) => `#${mailboxPath(id)}`} />
      </div>
      <main className={styles["main"]}>
        <div className={styles["list"]}>
          <ListHead
            view={view}
            state={<StatePill view={view} isOffline={isOffline} />}
            searchRef={search}
            onWhole={panels.ask}
          />
          <MailboxBanners view={view} live={live} />
          <div className={styles["rows"]}>
            <MessageList ref={list} view={view} openUid={uid} onOpen={open} onWhole={panels.ask} />
          </div>
          <ListFoot view={view} panels={panels} isOffline={isOffline} onGone={focusList} />
        </div>
        <div className={styles["reader"]}>
          <Reader view={view} theme={theme} onBack={back} />
        </div>
      </main>
      {panels.isTranscriptOpen && (
        <div className={styles["wire"]}>
          <TranscriptDrawer
            mailboxId={mailbox.id}
            transcript={transcript}
            onClose={panels.toggleTranscript}
          />
        </div>
      )}
      <Dialogs view={view} panels={panels} onOpen={open} onFocusLost={focusList} />
    </div>
  );
}
