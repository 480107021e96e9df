import type { ReactNode } from "react";
import { MarksBar } from "../features/marks/marks-bar.tsx";
import { LoadProgress } from "../features/message-list/load-progress.tsx";
import { JobsStrip } from "../features/bulk/jobs-strip.tsx";
import { SelectionBar } from "../features/bulk/selection-bar.tsx";
import { isUnsettled, type MailboxView } from "../state/page-state.ts";
import type { Panels } from "./use-panels.ts";

interface ListFootProps {
  readonly view: MailboxView;
  readonly panels: Panels;
  /** The gateway itself does not answer. */
  readonly isOffline: boolean;
  /** A bar has gone with its buttons: the focus needs another place. */
  readonly onGone: () => void;
}

/** What stands beneath the list: how far the gateway is, what is selected, what is marked. */
export function ListFoot({ view, panels, isOffline, onGone }: ListFootProps): ReactNode {
  const { mailbox, marks } = view;
  return (
    <>
      <LoadProgress mailbox={mailbox} />
      <JobsStrip view={view} onOpen={panels.ask} />
      <SelectionBar
        view={view}
        onExport={() => {
          panels.ask("export");
        }}
        onEnded={onGone}
      />
      <MarksBar
        mailboxId={mailbox.id}
        marks={marks}
        isUnsettled={isUnsettled(mailbox)}
        isOffline={isOffline}
        onReview={() => {
          panels.ask("review");
        }}
        onUndone={onGone}
      />
    </>
  );
}
