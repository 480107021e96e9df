import type { Mailbox } from "@popgate/shared/api/mailbox";
import { CircleHelp, LogOut, Monitor, Moon, Plus, ScrollText, Stethoscope, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { initials } from "../../lib/people.ts";
import { BrandMark } from "../../ui/signs/brand-mark.tsx";
import { IconButton } from "../../ui/controls/button.tsx";
import type { Theme } from "../../ui/hooks/use-theme.ts";
import styles from "./rail.module.css";

interface RailProps {
  readonly mailboxes: readonly { readonly mailbox: Mailbox; readonly markCount: number }[];
  readonly presentId: string;
  readonly hrefOf: (mailboxId: string) => string;
  readonly addHref: string;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly isTranscriptOpen: boolean;
  readonly onTranscript: () => void;
  readonly onCheckUp: () => void;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
}

const NEXT_THEME = { system: "light", light: "dark", dark: "system" } as const;
const THEME_ICON = { system: Monitor, light: Sun, dark: Moon } as const;

/** The mailboxes of this browser session and what belongs to the whole page. */
export function Rail(props: RailProps): ReactNode {
  const words = messages.mailboxes;
  const ThemeIcon = THEME_ICON[props.theme];
  return (
    <nav className={styles["rail"]} aria-label={words.label}>
      <span className={styles["brand"]}>
        <BrandMark />
      </span>
      <ul className={styles["boxes"]}>
        {props.mailboxes.map(({ mailbox, markCount }) => (
          <li key={mailbox.id}>
            <a
              href={props.hrefOf(mailbox.id)}
              className={classes(styles["box"], mailbox.id === props.presentId && styles["on"])}
              aria-current={mailbox.id === props.presentId ? "page" : undefined}
              aria-label={mailbox.user}
              title={`${mailbox.user} · ${mailbox.server.host}`}
            >
              {initials(mailbox.user)}
              {markCount > 0 && <span className={styles["badge"]} title={messages.marks.marked(markCount)} />}
            </a>
          </li>
        ))}
      </ul>
      <a className={styles["box"]} href={props.addHref} aria-label={words.add} title={words.add}>
        <Plus />
      </a>
      <span className={styles["grow"]} />
      <IconButton
        label={words.transcript}
        caption={words.transcript}
        shortcut="t"
        aria-pressed={props.isTranscriptOpen}
        onClick={props.onTranscript}
      >
        <ScrollText />
      </IconButton>
      <IconButton label={messages.checkUp.open} caption={messages.checkUp.short} onClick={props.onCheckUp}>
        <Stethoscope />
      </IconButton>
      <IconButton
        label={words.theme[props.theme]}
        onClick={() => {
          props.onTheme(NEXT_THEME[props.theme]);
        }}
      >
        <ThemeIcon />
      </IconButton>
      <IconButton className={styles["keys"]} label={words.help} shortcut="?" onClick={props.onHelp}>
        <CircleHelp />
      </IconButton>
      <IconButton label={words.signOut} caption={words.signOut} onClick={props.onSignOut}>
        <LogOut />
      </IconButton>
    </nav>
  );
}
