import { RefreshCw } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { classes } from "../../lib/classes.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets } from "../../lib/octets.ts";
import { refreshMailbox } from "../../state/operations/refresh-mailbox.ts";
import { setQuery } from "../../state/operations/list-rows.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { IconButton } from "../../ui/button.tsx";
import { Chips } from "../../ui/chips.tsx";
import styles from "./list-head.module.css";
import { SearchField } from "./search-field.tsx";
import { SortMenu } from "./sort-menu.tsx";

interface ListHeadProps {
  readonly view: MailboxView;
  /** The pill that tells the session's state. */
  readonly state: ReactNode;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** What the maildrop holds, and which of it is shown in which order. */
export function ListHead({ view, state, searchRef }: ListHeadProps): ReactNode {
  const page = usePage();
  const words = messages.list;
  const { mailbox, list, marks, activity } = view;
  const isFiltered = list.query.q !== "" || list.query.filter !== "all";
  const { all, unread, attachments, large, marked } = words.filters;
  return (
    <header className={styles["head"]}>
      <div className={styles["title"]}>
        <h1>{words.title}</h1>
        <bdi className={styles["figures"]} title={mailbox.user}>
          {mailbox.messages.toLocaleString()} · {formatOctets(mailbox.octets)}
        </bdi>
        <span className={styles["state"]}>{state}</span>
        <IconButton
          label={activity === "refreshing" ? words.refreshing : words.refresh}
          disabled={activity !== "idle"}
          className={classes(activity === "refreshing" && styles["turning"])}
          onClick={() => void refreshMailbox(page, mailbox.id)}
        >
          <RefreshCw />
        </IconButton>
      </div>
      <SearchField
        ref={searchRef}
        value={list.query.q}
        found={isFiltered && list.isKnown ? words.found(list.total) : undefined}
        onChange={(q) => {
          setQuery(page, mailbox.id, { q });
        }}
      />
      <div className={styles["choices"]}>
        <Chips
          label={words.filtersLabel}
          value={list.query.filter}
          chips={[
            { value: "all", label: all },
            { value: "unread", label: unread },
            { value: "marked", label: marked, count: marks.uids.size || undefined },
            { value: "large", label: large },
            { value: "attachments", label: attachments },
          ]}
          onChange={(filter) => {
            setQuery(page, mailbox.id, { filter });
          }}
        />
        <SortMenu
          query={list.query}
          onChange={(change) => {
            setQuery(page, mailbox.id, change);
          }}
        />
      </div>
    </header>
  );
}
