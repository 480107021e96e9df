import type { ArchiveMarks, ExportFormat } from "@popgate/shared/api/export";
import { useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { usePage } from "../../state/use-page.ts";
import { exportUrl, markArchive, startExport } from "../../state/bulk/export-messages.ts";

interface ExportForm {
  readonly isPreparing: boolean;
  readonly failure: Failure | undefined;
  readonly start: (uids: Iterable<string>, format: ExportFormat) => void;
}

/** Prepares an export and hands its link to the browser, which saves the file. */
export function useExport(mailboxId: string): ExportForm {
  const page = usePage();
  const [isPreparing, setIsPreparing] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const start: ExportForm["start"] = (uids, format) => {
    setIsPreparing(true);
    setFailure(undefined);
    startExport(page, mailboxId, uids, format)
      .then((job) => {
        save(exportUrl(page, mailboxId, job.id));
      })
      .catch((error: unknown) => {
        setFailure(asFailure(error));
      })
      .finally(() => {
        setIsPreparing(false);
      });
  };
  return { isPreparing, failure, start };
}

export type ArchiveMarking =
  | { readonly status: "ready" | "running" }
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "done"; readonly report: ArchiveMarks };

/** Marks what a complete archive holds. */
export function useArchiveMarks(
  mailboxId: string,
  job: string,
): { marking: ArchiveMarking; mark: (readAgain: boolean) => void } {
  const page = usePage();
  const [marking, setMarking] = useState<ArchiveMarking>({ status: "ready" });
  const mark = (readAgain: boolean): void => {
    setMarking({ status: "running" });
    markArchive(page, mailboxId, job, readAgain).then(
      (report) => {
        setMarking({ status: "done", report });
      },
      (error: unknown) => {
        setMarking({ status: "failed", failure: asFailure(error) });
      },
    );
  };
  return { marking, mark };
}

function save(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  // The gateway names the file; without this an error would take the page's place.
  link.download = "";
  link.click();
}
