import type { ExportFormat } from "@popgate/shared/api/export";
import type { HeaderRow } from "../header/header-columns.ts";
import { attachmentName } from "../parts/attachment-name.ts";

/** One message on its way into a file. */
export interface ExportedMessage {
  readonly uid: string;
  /** Its place in the export, from 1. */
  readonly nth: number;
  /** As far as its first octets tell. */
  readonly header: HeaderRow;
  /** To be read once, to its end, before the next message is asked for. */
  readonly content: AsyncIterable<Buffer>;
}

/** With what stands around it, within what a file's name may have. */
const MAX_MAILBOX_CHARACTERS = 36;

/**
 * `popgate-<mailbox>-<date>.zip` or `.mbox`, cleaned as an attachment's name is: the mailbox is what somebody
 * typed. The date is that of UTC.
 *
 * @param nowMs milliseconds since the Unix epoch
 */
export function exportName(user: string, format: ExportFormat, nowMs: number): string {
  const mailbox = Array.from(user.replace(/[/\\]/g, "_")).slice(0, MAX_MAILBOX_CHARACTERS).join("");
  const date = new Date(nowMs).toISOString().slice(0, 10);
  const isMbox = format === "mbox";
  const contentType = isMbox ? "application/mbox" : "application/zip";
  return attachmentName(`popgate-${mailbox}-${date}.${isMbox ? "mbox" : "zip"}`, contentType, "1");
}
