import { TextSearch } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { keysOf } from "../../../lib/keys-of.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import { formatOctets } from "../../../lib/octets.ts";
import { isFiltered } from "../../../state/mailbox/list-view.ts";
import { setQuery } from "../../../state/operations/list-rows.ts";
import type { MailboxView } from "../../../state/page-state.ts";
import { usePage } from "../../../state/use-page.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { Chips } from "../../../ui/controls/chips.tsx";
import { CheckNow } from "./check-now.tsx";
import styles from "./list-head.module.css";
import { ListTools } from "./list-tools.tsx";
import { SearchField } from "./search-field.tsx";

interface ListHeadProps {
  readonly view: MailboxView;
  /** The pill that tells the session's state. */
  readonly state: ReactNode;
  readonly searchRef: Ref<HTMLInputElement>;
  /** What is done to the whole mailbox. */
  readonly onWhole: (task: "search-bodies" | "export") => void;
}

const FILTERS = keysOf(messages.list.filters);

/** What the maildrop holds, and which of it is shown in which order. */
export function ListHead({ view, state, searchRef, onWhole }: ListHeadProps): ReactNode {
  const page = usePage();
  const words = messages.list;
  const { mailbox, list, marks } = view;
  // Where nothing was found the same offer stands in the middle.
  const isNothing = list.isKnown && list.total === 0 && isFiltered(list.shownQuery);
  return (
    <header className={styles["head"]}>
      <div className={styles["title"]}>
        <h1>{words.title}</h1>
        <bdi className={styles["figures"]} title={mailbox.user}>
          {mailbox.messages.toLocaleString()} · {formatOctets(mailbox.octets)}
        </bdi>
        <span className={styles["state"]}>{state}</span>
        <CheckNow view={view} />
      </div>
      <SearchField
        ref={searchRef}
        value={list.query.q}
        found={isFiltered(list.query) && list.isKnown ? words.found(list.total) : undefined}
        onChange={(q) => {
          setQuery(page, mailbox.id, { q });
        }}
      />
      <div className={styles["choices"]}>
        <Chips
          label={words.filtersLabel}
          value={list.query.filter}
          chips={FILTERS.map((value) => ({
            value,
            label: words.filters[value],
            count: value === "marked" ? marks.count || undefined : undefined,
          }))}
          onChange={(filter) => {
            setQuery(page, mailbox.id, { filter });
          }}
        />
        <ListTools view={view} onWhole={onWhole} />
      </div>
      {list.query.q.trim() !== "" && !isNothing && (
        <Button
          look="quiet"
          className={styles["bodies"]}
          onClick={() => {
            onWhole("search-bodies");
          }}
        >
          <TextSearch size={16} aria-hidden="true" />
          <bdi className={styles["bodiesText"]}>{messages.bulk.search.fromList(list.query.q.trim())}</bdi>
        </Button>
      )}
    </header>
  );
}
