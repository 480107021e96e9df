import type { Message } from "@popgate/shared/api/message";
import { ShieldAlert, Info } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { classes } from "../../../lib/classes.ts";
import { trustWords } from "../../../lib/messages/reader/trust-words.ts";
import { trustNotes } from "./trust-notes.ts";
import styles from "./trust-notice.module.css";

/** What to know before believing a message: one calm area, and nothing for ordinary mail. */
export function TrustNotice({ message }: { readonly message: Message }): ReactNode {
  const notes = trustNotes(message);
  const isSerious = notes[0]?.weight === "serious";
  if (notes.length === 0) return null;
  return (
    <section
      className={classes(styles["notice"], isSerious && styles["serious"])}
      aria-label={trustWords.label}
    >
      {isSerious ? <ShieldAlert aria-hidden="true" /> : <Info aria-hidden="true" />}
      <ul className={styles["notes"]}>
        {notes.map(({ kind, weight, text }) => (
          <li key={kind} className={styles[weight]} dir="auto">
            {kind === "links" ? <LinksNote text={text} links={message.trust.misleadingLinks} /> : text}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface LinksNoteProps {
  readonly text: string;
  readonly links: Message["trust"]["misleadingLinks"];
}

function LinksNote({ text, links }: LinksNoteProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const left = links.count - links.links.length;
  return (
    <>
      {text}{" "}
      <button
        type="button"
        className={styles["which"]}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
      >
        {trustWords.showLinks}
      </button>
      <div id={id} hidden={!isOpen}>
        <table className={styles["links"]}>
          <thead>
            <tr>
              <th scope="col">{trustWords.linkText}</th>
              <th scope="col">{trustWords.linkHost}</th>
            </tr>
          </thead>
          <tbody>
            {links.links.map((link, index) => (
              <tr key={index}>
                <td dir="auto">{link.text}</td>
                <td dir="ltr">{link.host}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {left > 0 && <p>{trustWords.moreLinks(left)}</p>}
      </div>
    </>
  );
}
