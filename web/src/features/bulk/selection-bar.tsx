import { X } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets } from "../../lib/octets.ts";
import { isFiltered } from "../../state/mailbox/list-view.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { selectionOctets } from "../../state/mailbox/selection.ts";
import { usePage } from "../../state/use-page.ts";
import {
  clearSelection,
  markSelection,
  selectLoaded,
  selectMatching,
} from "../../state/bulk/select-messages.ts";
import { Button, IconButton } from "../../ui/controls/button.tsx";
import { Spoken } from "../../ui/notices/spoken.tsx";
import styles from "./selection-bar.module.css";

interface SelectionBarProps {
  readonly view: MailboxView;
  readonly onExport: () => void;
  /** The bar goes with its buttons: the focus needs another place. */
  readonly onEnded: () => void;
}

/** What is chosen, and what can be done with it; on screen while something is, or while rows are being chosen. */
export function SelectionBar({ view, onExport, onEnded }: SelectionBarProps): ReactNode {
  const words = messages.bulk.selection;
  const { uids, isChoosing, unknown } = view.selection;
  const octets = selectionOctets(view.selection, view.list);
  const size = octets === undefined || uids.size === 0 ? "" : formatOctets(octets);
  return (
    // The region stays in the document, so that its first words are read out too.
    <section aria-label={words.label}>
      <Spoken role="status">{uids.size > 0 && `${words.count(uids.size)} ${size}`}</Spoken>
      {(uids.size > 0 || isChoosing) && (
        <div className={styles["bar"]}>
          <p>
            <b>{uids.size === 0 ? words.none : words.count(uids.size)}</b>{" "}
            <span className={styles["size"]}>{size}</span>
            {uids.size === 0 && <span className={styles["calm"]}> {words.hint}</span>}
            {unknown > 0 && <span className={styles["calm"]}> {words.unknown(unknown)}</span>}
          </p>
          <Acts view={view} onExport={onExport} onEnded={onEnded} />
        </div>
      )}
    </section>
  );
}

function Acts({ view, onExport, onEnded }: SelectionBarProps): ReactNode {
  const page = usePage();
  const words = messages.bulk.selection;
  const { mailbox, list } = view;
  const { uids } = view.selection;
  return (
    <div className={styles["acts"]}>
      {list.rows.size > 0 && list.rows.size < list.total && (
        <Button
          onClick={() => {
            selectLoaded(page, mailbox.id);
          }}
        >
          {words.loaded(list.rows.size)}
        </Button>
      )}
      <Button disabled={list.total === 0} onClick={() => void selectMatching(page, mailbox.id)}>
        {words.matching(list.total, isFiltered(list.query))}
      </Button>
      <Button disabled={uids.size === 0} onClick={() => void markSelection(page, mailbox.id)}>
        {words.mark}
      </Button>
      <Button disabled={uids.size === 0} onClick={onExport}>
        {words.export}
      </Button>
      <IconButton
        label={words.clear}
        className={styles["clear"]}
        onClick={() => {
          clearSelection(page, mailbox.id);
          onEnded();
        }}
      >
        <X />
      </IconButton>
    </div>
  );
}
