import type { ExportJob } from "@popgate/shared/api/export";
import { useState, type ReactNode } from "react";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { usePage } from "../../state/use-page.ts";
import { cancelExport, exportUrl } from "../../state/bulk/export-messages.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Choice } from "../../ui/controls/choice.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import { Warning } from "../../ui/notices/warning.tsx";
import { LinkButton } from "../../ui/controls/link-button.tsx";
import { ProgressBar } from "../../ui/signs/progress-bar.tsx";
import { FileHash } from "./file-hash.tsx";
import { useArchiveMarks, type ArchiveMarking } from "./use-export.ts";
import styles from "./bulk.module.css";

interface ExportLineProps {
  readonly mailboxId: string;
  readonly job: ExportJob;
}

/** One export: how far it is, what is missing from it, and for an archive the marks that it allows. */
export function ExportLine({ mailboxId, job }: ExportLineProps): ReactNode {
  const page = usePage();
  const words = messages.bulk.export;
  const { done, messages: total, octets, totalOctets, state, problem } = job;
  const isOpen = state === "ready" || state === "running";
  return (
    <div className={styles["job"]}>
      <div className={styles["progress"]}>
        <p role="status">
          <b>{words.formats[job.format]}</b> · {words.states[state]}
        </p>
        <p className={styles["figures"]}>{words.progress(done, total, octets, totalOctets)}</p>
        <ProgressBar label={words.states[state]} part={done / total} />
      </div>
      {job.missingCount > 0 && <Warning>{words.missing(job.missingCount)}</Warning>}
      {problem && <FailureNote {...failureWords({ code: problem })} />}
      {job.sha256 !== undefined && <FileHash sha256={job.sha256} />}
      {isOpen && (
        <div className={styles["acts"]}>
          {state === "ready" && (
            <LinkButton href={exportUrl(page, mailboxId, job.id)} download="">
              {words.save}
            </LinkButton>
          )}
          <Button onClick={() => void cancelExport(page, mailboxId, job.id)}>{words.cancel}</Button>
        </div>
      )}
      {job.format === "archive" && state !== "cut" && <ArchiveActs mailboxId={mailboxId} job={job} />}
    </div>
  );
}

function ArchiveActs({ mailboxId, job }: ExportLineProps): ReactNode {
  const words = messages.bulk.export;
  const [readAgain, setReadAgain] = useState(false);
  const { marking, mark } = useArchiveMarks(mailboxId, job.id);
  const isComplete = job.state === "complete";
  return (
    <>
      <Choice type="checkbox" isChosen={readAgain} onChange={setReadAgain}>
        {words.readAgain}
      </Choice>
      <div className={styles["acts"]}>
        <Button
          disabled={!isComplete || marking.status === "running"}
          onClick={() => {
            mark(readAgain);
          }}
        >
          {marking.status === "running" ? words.marking : words.markThese(job.messages - job.missingCount)}
        </Button>
        {!isComplete && <span className={styles["hint"]}>{words.onlyComplete}</span>}
      </div>
      <MarkingReport marking={marking} />
    </>
  );
}

function MarkingReport({ marking }: { readonly marking: ArchiveMarking }): ReactNode {
  const words = messages.bulk.export;
  if (marking.status === "failed") return <FailureNote {...failureWords(marking.failure)} />;
  if (marking.status !== "done") return null;
  const { marked, changed } = marking.report;
  return (
    <div role="status" className={styles["facts"]}>
      <p>
        <b>{words.marked(marked.length)}</b>
      </p>
      {changed.length > 0 && <Warning>{words.changed(changed.length)}</Warning>}
    </div>
  );
}
