import type { ReactNode } from "react";
import { trustWords } from "../../../lib/messages/reader/trust-words.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { useCopy } from "../../../ui/hooks/use-copy.ts";
import styles from "./unsubscribe.module.css";

/** Addresses to copy, not to click: whoever opens one tells the sender that the mail was read. */
export function Unsubscribe({ links }: { readonly links: readonly string[] }): ReactNode {
  return (
    <section>
      <h2>{trustWords.unsubscribeTitle}</h2>
      <ul className={styles["links"]}>
        {links.map((link) => (
          <UnsubscribeLink key={link} link={link} />
        ))}
      </ul>
      <p className={styles["note"]}>{trustWords.unsubscribeNote}</p>
    </section>
  );
}

function UnsubscribeLink({ link }: { readonly link: string }): ReactNode {
  const { outcome, copy } = useCopy();
  return (
    <li className={styles["link"]}>
      <code dir="ltr">{link}</code>
      <Button
        look="quiet"
        aria-label={trustWords.copyAddress(link)}
        onClick={() => {
          copy(link);
        }}
      >
        {trustWords.copy}
      </Button>
      <span role="status">{outcome && trustWords[outcome]}</span>
    </li>
  );
}
