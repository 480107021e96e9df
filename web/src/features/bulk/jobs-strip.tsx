import { useEffect, type ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { hasEnded } from "../../state/mailbox/jobs.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage, usePageState } from "../../state/use-page.ts";
import { readExports } from "../../state/bulk/export-messages.ts";
import { readSearch } from "../../state/bulk/search-bodies.ts";
import { ProgressBar } from "../../ui/signs/progress-bar.tsx";
import styles from "./selection-bar.module.css";

interface JobsStripProps {
  readonly view: MailboxView;
  readonly onOpen: (task: "search-bodies" | "export") => void;
}

/** What runs in the background, as long as it runs: the way back to it. */
export function JobsStrip({ view, onOpen }: JobsStripProps): ReactNode {
  useFreshJobs(view);
  const words = messages.bulk.jobs;
  const { search, exports } = view.jobs;
  const running = exports.find(({ state }) => state === "running");
  if (!running && (!search || hasEnded(search))) return null;
  return (
    <section aria-label={words.label} className={styles["strip"]}>
      {search && !hasEnded(search) && (
        <StripLine
          text={words.search(search.done, search.total, search.found)}
          part={search.total === 0 ? null : search.done / search.total}
          onClick={() => {
            onOpen("search-bodies");
          }}
        />
      )}
      {running && (
        <StripLine
          text={words.export(running.done, running.messages)}
          part={running.done / running.messages}
          onClick={() => {
            onOpen("export");
          }}
        />
      )}
    </section>
  );
}

interface StripLineProps {
  readonly text: string;
  readonly part: number | null;
  readonly onClick: () => void;
}

function StripLine({ text, part, onClick }: StripLineProps): ReactNode {
  return (
    <button type="button" onClick={onClick}>
      {text}
      <ProgressBar label={text} part={part} />
    </button>
  );
}

/** Reads the jobs when the events begin, and again when they may have been missed. */
function useFreshJobs(view: MailboxView): void {
  const page = usePage();
  const isOpen = usePageState((state) => state.live.status === "open");
  const { id } = view.mailbox;
  const searchId = view.jobs.search?.id;
  useEffect(() => {
    if (isOpen) void readExports(page, id);
  }, [page, id, isOpen]);
  // A search that another page has started may have found something before its first event.
  useEffect(() => {
    if (isOpen && searchId !== undefined) void readSearch(page, id);
  }, [page, id, isOpen, searchId]);
}
