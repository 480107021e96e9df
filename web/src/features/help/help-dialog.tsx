import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Dialog } from "../../ui/notices/dialog.tsx";
import { Kbd } from "../../ui/signs/kbd.tsx";
import styles from "./help-dialog.module.css";

export function HelpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = messages.help;
  return (
    <Dialog title={words.title} closeLabel={messages.app.close} onClose={onClose}>
      <dl className={styles["keys"]}>
        {words.keys.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className={styles["note"]}>{words.note}</p>
    </Dialog>
  );
}
