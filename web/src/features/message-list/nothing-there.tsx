import { Inbox, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { isFiltered } from "../../state/mailbox/list-view.ts";
import { setQuery } from "../../state/operations/list-rows.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { Button } from "../../ui/controls/button.tsx";
import { EmptyNote } from "../../ui/notices/empty-note.tsx";
import styles from "./nothing-there.module.css";
import { useVisibleRows } from "./use-visible-rows.ts";

interface NothingThereProps {
  readonly view: MailboxView;
  readonly onWhole: (task: "search-bodies") => void;
}

/** An empty maildrop, or a search that found nothing: two different things. */
export function NothingThere({ view, onWhole }: NothingThereProps): ReactNode {
  const page = usePage();
  const words = messages.list;
  const { list } = view;
  // No row is on screen, yet the next query must be asked all the same.
  useVisibleRows(view.mailbox.id, list, 0, 0);
  // The total belongs to the query that was answered, not to one that is still under way.
  const { shownQuery } = list;
  if (!isFiltered(shownQuery)) {
    return <EmptyNote icon={<Inbox />} title={words.emptyTitle} text={words.emptyText} />;
  }
  const q = shownQuery.q.trim();
  return (
    <EmptyNote icon={<SearchX />} title={words.nothingTitle} text={textFor(view)}>
      {q !== "" && (
        <Button
          look="primary"
          className={styles["bodies"]}
          onClick={() => {
            onWhole("search-bodies");
          }}
        >
          <bdi>{messages.bulk.search.fromList(q)}</bdi>
        </Button>
      )}
      <Button
        onClick={() => {
          setQuery(page, view.mailbox.id, { q: "", filter: "all" });
        }}
      >
        {words.showAll}
      </Button>
    </EmptyNote>
  );
}

/** Why nothing is shown, and whether there may be more than was looked at. */
function textFor({ list, mailbox }: MailboxView): string {
  const words = messages.list;
  const { q, filter } = list.shownQuery;
  if (q.trim() === "") return filter === "all" ? words.nothingText : words.nothingIn[filter];
  const { loaded, messages: total } = mailbox;
  const isAll = loaded >= total;
  const why = filter === "all" ? words.nothingWith(q.trim()) : words.nothingText;
  return isAll ? why : `${why} ${words.notAllLoaded(loaded, total)}`;
}
