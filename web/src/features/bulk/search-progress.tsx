import type { BodySearch, BodySearchHit } from "@popgate/shared/api/body-search";
import type { Row } from "@popgate/shared/api/message";
import { useState, type ReactNode } from "react";
import { formatRowDate } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { displayName } from "../../lib/people.ts";
import { hasEnded } from "../../state/mailbox/jobs.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { cancelSearch } from "../../state/bulk/search-bodies.ts";
import { Button } from "../../ui/controls/button.tsx";
import { ProgressBar } from "../../ui/signs/progress-bar.tsx";
import { useNow } from "../../ui/hooks/use-now.ts";
import { useHitRows } from "./use-hit-rows.ts";
import styles from "./search-progress.module.css";
import wholeStyles from "./bulk.module.css";

interface SearchProgressProps {
  readonly view: MailboxView;
  readonly search: BodySearch;
  readonly onOpen: (uid: string) => void;
}

/** Hits shown at once: each has a row of its own to be read. */
const HITS_AT_ONCE = 30;

/** How far it is, and what it has found, as it comes. */
export function SearchProgress({ view, search, onOpen }: SearchProgressProps): ReactNode {
  const page = usePage();
  const nowMs = useNow();
  const words = messages.bulk.search;
  const [shown, setShown] = useState(HITS_AT_ONCE);
  const hits = search.hits.slice(0, shown);
  const rows = useHitRows(view, hits);
  const { done, total, octets, totalOctets } = search;
  return (
    <section className={wholeStyles["job"]} aria-label={words.hits}>
      <div className={wholeStyles["facts"]}>
        <p role="status">
          <b>{words.found(search.found, search.q)}</b> {words.states[search.state]}
        </p>
        {search.isFull && <p>{words.full}</p>}
        {search.left > 0 && <p>{words.notSearched(search.left)}</p>}
      </div>
      <div className={wholeStyles["progress"]}>
        <p className={wholeStyles["figures"]}>
          {hasEnded(search) ? words.looked(done, octets) : words.progress(done, total, octets, totalOctets)}
        </p>
        <ProgressBar label={words.states[search.state]} part={total === 0 ? 1 : done / total} />
      </div>
      {!hasEnded(search) && (
        <div className={wholeStyles["acts"]}>
          <Button onClick={() => void cancelSearch(page, view.mailbox.id, search.id)}>{words.cancel}</Button>
        </div>
      )}
      <ul>
        {hits.map((hit) => (
          <li key={hit.uid}>
            <Hit hit={hit} row={rows.get(hit.uid)} nowMs={nowMs} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {search.hits.length > shown && (
        <Button
          onClick={() => {
            setShown(shown + HITS_AT_ONCE);
          }}
        >
          {words.more(Math.min(HITS_AT_ONCE, search.hits.length - shown))}
        </Button>
      )}
    </section>
  );
}

interface HitProps {
  readonly hit: BodySearchHit;
  readonly row: Row | undefined;
  readonly nowMs: number;
  readonly onOpen: (uid: string) => void;
}

function Hit({ hit, row, nowMs, onOpen }: HitProps): ReactNode {
  const { before, match, after } = hit.snippet;
  return (
    <button
      type="button"
      className={styles["hit"]}
      onClick={() => {
        onOpen(hit.uid);
      }}
    >
      <HitHeader row={row} nowMs={nowMs} />
      <span className={styles["snippet"]} dir="auto">
        {before}
        <mark>{match}</mark>
        {after}
      </span>
    </button>
  );
}

function HitHeader({ row, nowMs }: Pick<HitProps, "row" | "nowMs">): ReactNode {
  if (row?.loaded !== true) return <span className={styles["from"]}>{messages.bulk.search.unread}</span>;
  return (
    <>
      <span className={styles["from"]} dir="auto">
        {displayName(row.from) || messages.list.noSender}
      </span>
      <span className={styles["date"]}>{row.date === null ? "" : formatRowDate(row.date, nowMs)}</span>
      <span className={styles["subject"]} dir="auto">
        {row.subject || messages.list.noSubject}
      </span>
    </>
  );
}
