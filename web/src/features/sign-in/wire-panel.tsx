import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import styles from "./wire-panel.module.css";

/** A short session, as a person would read it: [who, words, aside]. */
const LINES: readonly (readonly ["C" | "S", string, string])[] = [
  ["S", "POP3 server ready", "<1896.697170952@popgate.example>"],
  ["C", "STAT", ""],
  ["S", "412 90611840", ""],
  ["C", "TOP 412 0", ""],
  ["S", "", "Subject: Fahrplan für Donnerstag …"],
  ["C", "DELE 398", ""],
  ["S", "Marked to be deleted.", ""],
  ["C", "RSET", ""],
  ["S", "", ""],
];

/** The dark side of the sign-in screen: a session before anybody has signed in. Always night. */
export function WirePanel(): ReactNode {
  const words = messages.signIn;
  return (
    <aside className={styles["wire"]} aria-label={words.wireLabel}>
      <ol className={styles["lines"]} dir="ltr">
        {LINES.map(([who, text, aside], index) => (
          <li key={index} className={styles["line"]}>
            <span className={styles[who]}>{who}:</span>
            <span>
              {who === "S" && <span className={styles["ok"]}>+OK </span>}
              {text} <span className={styles["aside"]}>{aside}</span>
            </span>
          </li>
        ))}
      </ol>
      <p className={styles["caption"]}>{words.wireCaption}</p>
    </aside>
  );
}
