import {
  cancelExport as cancelContract,
  downloadExport,
  listExports,
  markArchived,
  prepareExport,
  type ArchiveMarks,
  type ExportFormat,
  type ExportJob,
} from "@popgate/shared/api/export";
import { contractUrl } from "../../api/contract-url.ts";
import { reportFailure } from "../operations/report-failure.ts";
import type { Page } from "../page.ts";

/** Prepares a download; its link works once. Throws `ApiFailure`. */
export async function startExport(
  page: Page,
  mailboxId: string,
  uids: Iterable<string>,
  format: ExportFormat,
): Promise<ExportJob> {
  const body = { uids: [...uids], format };
  const job = await page.call(prepareExport, { params: { id: mailboxId }, body });
  page.store.dispatch({ type: "export", mailboxId, job });
  return job;
}

/** Where the file of a prepared export is. */
export function exportUrl(page: Page, mailboxId: string, job: string): string {
  return contractUrl(page.base, downloadExport, { params: { id: mailboxId, job } });
}

/** Its download is cut. */
export async function cancelExport(page: Page, mailboxId: string, job: string): Promise<void> {
  try {
    await page.call(cancelContract, { params: { id: mailboxId, job } });
  } catch (error) {
    reportFailure(page, error);
  }
}

/** Marks exactly what a complete archive holds and is surely still the same. Throws `ApiFailure`. */
export async function markArchive(
  page: Page,
  mailboxId: string,
  job: string,
  readAgain: boolean,
): Promise<ArchiveMarks> {
  const report = await page.call(markArchived, { params: { id: mailboxId, job }, body: { readAgain } });
  const event = { type: "marks", mailboxId, delta: report.marks } as const;
  page.store.dispatch({ type: "mailbox-event", mailboxId, event });
  return report;
}

/** Reads how far exports are: events may have been missed. */
export async function readExports(page: Page, mailboxId: string): Promise<void> {
  try {
    const { items } = await page.call(listExports, { params: { id: mailboxId } });
    for (const job of items) page.store.dispatch({ type: "export", mailboxId, job });
  } catch (error) {
    reportFailure(page, error);
  }
}
