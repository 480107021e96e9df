import type { ReactNode } from "react";
import { picturesWords } from "../../../lib/messages/reader/pictures-words.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { Dialog } from "../../../ui/notices/dialog.tsx";
import styles from "./pictures-banner.module.css";

interface SendersDialogProps {
  readonly senders: readonly string[];
  /** Without an address: all of them. */
  readonly onRemove: (address?: string) => void;
  readonly onClose: () => void;
}

/** Whose pictures are always loaded; each can be taken off. */
export function SendersDialog({ senders, onRemove, onClose }: SendersDialogProps): ReactNode {
  return (
    <Dialog
      title={picturesWords.title}
      lead={picturesWords.lead}
      closeLabel={picturesWords.close}
      onClose={onClose}
      actions={
        senders.length > 0 && (
          <Button
            onClick={() => {
              onRemove();
            }}
          >
            {picturesWords.clear}
          </Button>
        )
      }
    >
      {senders.length === 0 && <p>{picturesWords.none}</p>}
      <ul>
        {senders.map((address) => (
          <li key={address} className={styles["sender"]}>
            <bdi>{address}</bdi>
            <Button
              look="quiet"
              aria-label={picturesWords.removeSender(address)}
              onClick={() => {
                onRemove(address);
              }}
            >
              {picturesWords.remove}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
