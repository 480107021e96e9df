import { Inbox, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { setQuery } from "../../state/operations/list-rows.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyNote } from "../../ui/empty-note.tsx";

/** An empty maildrop, or a search that found nothing: two different things. */
export function NothingThere({ view }: { readonly view: MailboxView }): ReactNode {
  const page = usePage();
  const words = messages.list;
  const isFiltered = view.list.query.q !== "" || view.list.query.filter !== "all";
  if (!isFiltered) return <EmptyNote icon={<Inbox />} title={words.emptyTitle} text={words.emptyText} />;
  return (
    <EmptyNote icon={<SearchX />} title={words.nothingTitle} text={words.nothingText}>
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
