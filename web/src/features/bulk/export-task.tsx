import { MAX_EXPORTED, type ExportFormat } from "@popgate/shared/api/export";
import { useState, type ReactNode } from "react";
import { keysOf } from "../../lib/keys-of.ts";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets } from "../../lib/octets.ts";
import { isFiltered } from "../../state/mailbox/list-view.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { selectionOctets } from "../../state/mailbox/selection.ts";
import { usePage } from "../../state/use-page.ts";
import { selectMatching } from "../../state/bulk/select-messages.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Choice } from "../../ui/controls/choice.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import { Warning } from "../../ui/notices/warning.tsx";
import { ExportLine } from "./export-line.tsx";
import { useExport } from "./use-export.ts";
import styles from "./bulk.module.css";

const FORMATS = keysOf(messages.bulk.export.formats);

/** The chosen messages as one file. */
export function ExportTask({ view }: { readonly view: MailboxView }): ReactNode {
  const words = messages.bulk.export;
  const { mailbox, selection, jobs } = view;
  const [format, setFormat] = useState<ExportFormat>("zip");
  const { isPreparing, failure, start } = useExport(mailbox.id);
  const count = selection.uids.size;
  return (
    <>
      <div className={styles["form"]}>
        <What view={view} />
        <Formats value={format} onChange={setFormat} />
        {mailbox.expireDays === 0 && count > 0 && <Warning>{words.expires(count)}</Warning>}
        {failure && <FailureNote {...failureWords(failure)} />}
        <div className={styles["acts"]}>
          <Button
            look="primary"
            disabled={count === 0 || count > MAX_EXPORTED || isPreparing}
            onClick={() => {
              start(selection.uids, format);
            }}
          >
            {isPreparing ? words.preparing : words.start}
          </Button>
        </div>
      </div>
      {jobs.exports.length > 0 && (
        <section aria-label={words.jobs}>
          {jobs.exports.toReversed().map((job) => (
            <ExportLine key={job.id} mailboxId={mailbox.id} job={job} />
          ))}
        </section>
      )}
    </>
  );
}

function What({ view }: { readonly view: MailboxView }): ReactNode {
  const page = usePage();
  const words = messages.bulk;
  const { mailbox, list, selection } = view;
  const count = selection.uids.size;
  const octets = selectionOctets(selection, list);
  return (
    <div className={styles["facts"]}>
      <p role="status">
        {count === 0 ? (
          words.export.none
        ) : (
          <b>{words.export.what(count, octets === undefined ? undefined : formatOctets(octets))}</b>
        )}
      </p>
      {selection.unknown > 0 && <p>{words.selection.unknown(selection.unknown)}</p>}
      {count > MAX_EXPORTED && <Warning>{words.export.tooMany(MAX_EXPORTED)}</Warning>}
      <div className={styles["acts"]}>
        <Button onClick={() => void selectMatching(page, mailbox.id)}>
          {words.selection.matching(list.total, isFiltered(list.query))}
        </Button>
      </div>
    </div>
  );
}

interface FormatsProps {
  readonly value: ExportFormat;
  readonly onChange: (format: ExportFormat) => void;
}

function Formats({ value, onChange }: FormatsProps): ReactNode {
  const words = messages.bulk.export;
  return (
    <fieldset className={styles["choices"]}>
      <legend>{words.formatLabel}</legend>
      {FORMATS.map((format) => (
        <Choice
          key={format}
          type="radio"
          name="format"
          isChosen={format === value}
          onChange={() => {
            onChange(format);
          }}
          hint={words.hints[format]}
        >
          {words.formats[format]}
        </Choice>
      ))}
    </fieldset>
  );
}
