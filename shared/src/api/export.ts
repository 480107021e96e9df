import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { ErrorCode } from "./errors.ts";
import { MailboxParams, MarksDelta } from "./mailbox.ts";
import { textList } from "./text-list.ts";

/** A request line holds some dozens of unique-ids; more of them go through a job. */
const MAX_UIDS_IN_URL = 100;
/** As many as may be marked at once. */
export const MAX_EXPORTED = 100_000;

/**
 * `mbox`: one file, lines that begin with "From " quoted (mboxrd), line ends LF. `zip`: a file for each
 * message, octet for octet. `archive`: the same with `manifest.json`, unique-id, octets and SHA-256 of each.
 */
export const ExportFormat = z.enum(["mbox", "zip", "archive"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const ExportQuery = z.object({
  uids: z.union([z.string(), textList(z.string(), { min: 1, max: MAX_UIDS_IN_URL })]),
  format: z._default(z.enum(["mbox", "zip"]), "zip"),
});

export const ExportRequest = z.object({
  /** Each once, in this order. */
  uids: textList(z.string(), { min: 1, max: MAX_EXPORTED }),
  format: ExportFormat,
});
export type ExportRequest = z.infer<typeof ExportRequest>;

/**
 * `ready`: waits for its one download. `complete`: every octet was handed to the connection, which stood to
 * the end. `cut`: the browser went, it was cancelled, or the mail server could not be read on.
 */
export const ExportState = z.enum(["ready", "running", "complete", "cut"]);
export type ExportState = z.infer<typeof ExportState>;

export const ExportJob = z.object({
  id: z.string(),
  format: ExportFormat,
  state: ExportState,
  /** Messages written or missing, of `messages`. */
  done: z.int(),
  messages: z.int(),
  /** Octets of messages read so far, of what LIST told. */
  octets: z.number(),
  totalOctets: z.number(),
  /** Not in the file, because they are gone or the server refuses them; in a zip `MISSING.txt` names them too. */
  missing: z.array(z.object({ uid: z.string(), code: ErrorCode })),
  /** All of them; `missing` names the first hundred. */
  missingCount: z.int(),
  /** Of the whole file, in hexadecimal; known when it is complete. */
  sha256: z.optional(z.string()),
  /** Why it was cut, where it was not the browser that went. */
  problem: z.optional(ErrorCode),
});
export type ExportJob = z.infer<typeof ExportJob>;

export const ExportParams = z.object({ id: z.string(), job: z.string() });

export const ArchiveMarksRequest = z.object({
  /** Reads each message once more from the server, and compares what it sends now. */
  readAgain: z._default(z.boolean(), false),
  /** Of the file as it was saved: where given, nothing is marked unless it is the one that was sent. */
  sha256: z.optional(z.string().check(z.regex(/^[0-9a-fA-F]{64}$/, "must be 64 hexadecimal digits"))),
});
export type ArchiveMarksRequest = z.infer<typeof ArchiveMarksRequest>;

export const ArchiveMarks = z.object({
  marks: MarksDelta,
  /** Marked now, or marked before. */
  marked: z.array(z.string()),
  /** In the archive, but gone or not surely the same message any more: not marked. */
  changed: z.array(z.string()),
});
export type ArchiveMarks = z.infer<typeof ArchiveMarks>;

export const exportMessages = contract({
  method: "GET",
  path: "/mailboxes/:id/export",
  status: 200,
  params: MailboxParams,
  query: ExportQuery,
  summary: "Some messages as an mbox or zip file, streamed",
});
export const prepareExport = contract({
  method: "POST",
  path: "/mailboxes/:id/exports",
  status: 201,
  params: MailboxParams,
  body: ExportRequest,
  response: ExportJob,
  summary:
    "Prepare a download of any number of messages; its link works once, for some minutes, in this browser",
});
export const listExports = contract({
  method: "GET",
  path: "/mailboxes/:id/exports",
  status: 200,
  params: MailboxParams,
  response: z.object({ items: z.array(ExportJob) }),
  summary: "Exports that wait, run or have ended, as long as they are kept",
});
export const getExport = contract({
  method: "GET",
  path: "/mailboxes/:id/exports/:job",
  status: 200,
  params: ExportParams,
  response: ExportJob,
  summary: "How far an export is, and what is missing from it",
});
export const downloadExport = contract({
  method: "GET",
  path: "/mailboxes/:id/exports/:job/download",
  status: 200,
  params: ExportParams,
  summary: "The file of a prepared export, streamed, once",
});
export const cancelExport = contract({
  method: "DELETE",
  path: "/mailboxes/:id/exports/:job",
  status: 204,
  params: ExportParams,
  summary: "Give up an export; its download is cut",
});
export const markArchived = contract({
  method: "POST",
  path: "/mailboxes/:id/archive/:job/marks",
  status: 200,
  params: ExportParams,
  body: ArchiveMarksRequest,
  response: ArchiveMarks,
  summary: "Mark exactly what a complete archive holds and is surely still the same; commits nothing",
});
