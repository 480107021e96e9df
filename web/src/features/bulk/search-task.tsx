import { useState, type ReactNode } from "react";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { hasEnded } from "../../state/mailbox/jobs.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Choice } from "../../ui/controls/choice.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import { SearchProgress } from "./search-progress.tsx";
import { useBodySearch, type Cost } from "./use-body-search.ts";
import styles from "./bulk.module.css";

interface SearchTaskProps {
  readonly view: MailboxView;
  readonly onOpen: (uid: string) => void;
}

/** As the gateway's BodySearchRequest allows. */
const MAX_LENGTH = 200;

/** First what it costs, then the search. */
export function SearchTask({ view, onOpen }: SearchTaskProps): ReactNode {
  const words = messages.bulk.search;
  const { mailbox, list, selection, jobs } = view;
  const [q, setQ] = useState(list.query.q.trim() || (jobs.search?.q ?? ""));
  const [isChosenOnly, setIsChosenOnly] = useState(false);
  const inChosen = isChosenOnly && selection.uids.size > 0;
  const { cost, failure, isStarting, start } = useBodySearch(view, inChosen ? selection.uids : undefined);
  const isRunning = jobs.search !== undefined && !hasEnded(jobs.search);
  // A server that may delete what is read is asked for nothing that nobody will see.
  const mayDelete = mailbox.expireDays === 0;
  return (
    <>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          start(q.trim());
        }}
      >
        <label className={styles["field"]}>
          {words.words}
          <input
            type="text"
            dir="auto"
            maxLength={MAX_LENGTH}
            value={q}
            onChange={(event) => {
              setQ(event.target.value);
            }}
          />
        </label>
        {selection.uids.size > 0 && <Scope view={view} isChosenOnly={inChosen} onChange={setIsChosenOnly} />}
        {mayDelete ? (
          <FailureNote {...failureWords({ code: "reading-may-delete" })} />
        ) : (
          // What a search has fetched stands beneath; what the same one would fetch again is no news.
          jobs.search?.q !== q.trim() && <CostLines cost={cost} />
        )}
        {failure && <FailureNote {...failureWords(failure)} />}
        <div className={styles["acts"]}>
          <Button
            type="submit"
            look="primary"
            disabled={mayDelete || isStarting || isRunning || q.trim() === ""}
          >
            {jobs.search ? words.again : words.start}
          </Button>
        </div>
      </form>
      {jobs.search && <SearchProgress view={view} search={jobs.search} onOpen={onOpen} />}
    </>
  );
}

interface ScopeProps {
  readonly view: MailboxView;
  readonly isChosenOnly: boolean;
  readonly onChange: (isChosenOnly: boolean) => void;
}

function Scope({ view, isChosenOnly, onChange }: ScopeProps): ReactNode {
  const words = messages.bulk.search;
  const choices = [
    { isChosen: false, label: words.all(view.mailbox.messages) },
    { isChosen: true, label: words.chosen(view.selection.uids.size) },
  ];
  return (
    <fieldset className={styles["choices"]}>
      <legend>{words.scope}</legend>
      {choices.map(({ isChosen, label }) => (
        <Choice
          key={label}
          type="radio"
          name="scope"
          isChosen={isChosen === isChosenOnly}
          onChange={() => {
            onChange(isChosen);
          }}
        >
          {label}
        </Choice>
      ))}
    </fieldset>
  );
}

function CostLines({ cost: known }: { readonly cost: Cost }): ReactNode {
  const words = messages.bulk.search;
  switch (known.status) {
    case "asking":
      return <p className={styles["facts"]}>{words.asking}</p>;
    case "failed":
      return <FailureNote {...failureWords(known.failure)} />;
    case "known": {
      const { cost } = known;
      return (
        <div className={styles["facts"]} role="status">
          <p>
            <b>{words.cost(cost.messages, cost.octets)}</b>
          </p>
          {cost.cached > 0 && <p>{words.cached(cost.cached)}</p>}
          {cost.beginnings > 0 && <p>{words.beginnings(cost.beginnings)}</p>}
          {cost.left > 0 && <p>{words.left(cost.left)}</p>}
        </div>
      );
    }
  }
}
