import { Inbox, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import type { ListQuery } from "../../state/message-list.ts";
import { setQuery } from "../../state/operations/list-rows.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyNote } from "../../ui/empty-note.tsx";
import { useVisibleRows } from "./use-visible-rows.ts";

/** Why a filter shows nothing; with a search beside it, it may be the search. */
function textFor({ q, filter }: ListQuery): string {
  const words = messages.list;
  return q === "" && filter !== "all" ? words.nothingIn[filter] : words.nothingText;
}

/** An empty maildrop, or a search that found nothing: two different things. */
export function NothingThere({ view }: { readonly view: MailboxView }): ReactNode {
  const page = usePage();
  const words = messages.list;
  const { list } = view;
  // No row is on screen, yet the next query must be asked all the same.
  useVisibleRows(view.mailbox.id, list, 0, 0);
  // The total belongs to the query that was answered, not to one that is still under way.
  const isFiltered = list.shownQuery.q !== "" || list.shownQuery.filter !== "all";
  if (!isFiltered) return <EmptyNote icon={<Inbox />} title={words.emptyTitle} text={words.emptyText} />;
  return (
    <EmptyNote icon={<SearchX />} title={words.nothingTitle} text={textFor(list.shownQuery)}>
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
