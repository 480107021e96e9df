import type { Mailbox, SignInFacts } from "@popgate/shared/api/mailbox";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { keepingWords } from "../../lib/messages/keeping-words.ts";
import type { Ended } from "../../state/page-state.ts";
import { Banner } from "../../ui/notices/banner.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import styles from "./sign-in-screen.module.css";
import { WirePanel } from "./wire-panel.tsx";

interface SignInScreenProps {
  readonly servers: SignInFacts;
  readonly onOpened: (mailbox: Mailbox) => void;
  /** Where another mailbox is open already: the way back to it. */
  readonly backHref: string | undefined;
  /** Why the person is here again. */
  readonly ended: Ended | undefined;
}

/** The first screen: the form, and beside it what the wire will say. */
export function SignInScreen({ servers, onOpened, backHref, ended }: SignInScreenProps): ReactNode {
  const words = messages.signIn;
  return (
    <div className={styles["two"]}>
      <main className={styles["side"]}>
        <div className={styles["card"]}>
          <div className={styles["stripe"]} />
          <header>
            <h1 className={styles["title"]}>{backHref === undefined ? words.title : words.addTitle}</h1>
            <p className={styles["lead"]}>{backHref === undefined ? words.lead : words.addLead}</p>
          </header>
          {ended && (
            <Banner tone="warn" role="alert">
              <b>{messages.mailboxes.ended[ended.why]}</b> {messages.mailboxes.endedNext(ended.marks)}
            </Banner>
          )}
          <SignInForm
            servers={servers}
            isFirst={backHref === undefined}
            lastUser={ended?.user}
            onOpened={onOpened}
          />
          <p className={styles["small"]}>{keepingWords(servers.keeping)}</p>
          {backHref !== undefined && (
            <a className={styles["back"]} href={backHref}>
              {words.back}
            </a>
          )}
        </div>
      </main>
      <WirePanel />
    </div>
  );
}
