import type { CSSProperties, ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { EXAMPLE_SESSION } from "./example-session.ts";
import styles from "./wire-panel.module.css";

/** The dark side of the sign-in screen: a session before anybody has signed in. Always night. */
export function WirePanel(): ReactNode {
  const words = messages.signIn;
  return (
    <aside className={styles["wire"]} aria-label={words.wireLabel}>
      <ol className={styles["lines"]} dir="ltr">
        {EXAMPLE_SESSION.map(({ who, text }, index) => (
          <li key={index} className={styles["line"]} style={place(index)}>
            <span className={styles[who]}>{who}:</span>
            <SaidText text={text} />
          </li>
        ))}
      </ol>
      <p className={styles["caption"]}>{words.wireCaption}</p>
    </aside>
  );
}

/** The status indicator stands out; lines without one belong to the reply above them. */
function SaidText({ text }: { readonly text: string }): ReactNode {
  const isStatus = text.startsWith("+OK");
  return (
    <span>
      {isStatus && <span className={styles["ok"]}>+OK</span>}
      {isStatus ? text.slice(3) : text}
    </span>
  );
}

function place(index: number): CSSProperties {
  // CSS variables are no keys that React's type knows.
  return { "--line": index } as CSSProperties;
}
