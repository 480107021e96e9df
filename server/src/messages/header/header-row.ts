import type { Address } from "@popgate/shared/api/address";
import { decodeField, readHeaderFields } from "./header-fields.ts";
import { parseAddressList } from "./address-list.ts";
import { parseDateField } from "./date-field.ts";
import { threadKeys, type ThreadKeys } from "./thread-keys.ts";

/** What a line of the message list shows. */
export interface HeaderRow {
  readonly subject: string;
  readonly from: Address | null;
  readonly to: Address[];
  /** Milliseconds since the Unix epoch; null where the message gives no valid date. */
  readonly date: number | null;
  /** A guess from the header alone: the structure is not known before the message is read. */
  readonly hasAttachments: boolean;
  readonly thread: ThreadKeys;
}

/** Honest headers are a tenth of it; beyond it a message only wants to cost us time. */
const MAX_HEADER_OCTETS = 64 * 1024;
/** Subjects are one line on screen, and 100,000 of them stay in memory. */
const MAX_SUBJECT_CHARACTERS = 1000;
const MAX_NAME_CHARACTERS = 320;
/** The list shows the first recipients only. */
const MAX_RECIPIENTS = 10;

const WANTED = new Set([
  "subject",
  "from",
  "to",
  "date",
  "message-id",
  "in-reply-to",
  "references",
  "content-type",
  "content-disposition",
  "x-ms-has-attach",
]);
const ATTACHMENT_TYPE =
  /^\s*(multipart\/mixed|application\/(?!pgp-encrypted)|image\/|audio\/|video\/|font\/|model\/)/i;

/**
 * Reads the fields of a list row, and nothing else. Never throws; the first of duplicate fields counts, as
 * in most clients, so that a second Subject or From cannot show one thing here and another there.
 */
export function parseHeaderRow(header: Buffer): HeaderRow {
  const first = new Map<string, string>();
  for (const { name, raw } of readHeaderFields(header.subarray(0, MAX_HEADER_OCTETS), WANTED)) {
    const key = name.toLowerCase();
    if (!first.has(key)) first.set(key, raw);
  }
  const subject = decodeField(first.get("subject") ?? "").slice(0, MAX_SUBJECT_CHARACTERS);
  return {
    subject,
    from: parseAddressList(first.get("from") ?? "", 1).map(shortened)[0] ?? null,
    to: parseAddressList(first.get("to") ?? "", MAX_RECIPIENTS).map(shortened),
    date: parseDateField(first.get("date") ?? ""),
    hasAttachments: hasAttachmentHint(first),
    thread: threadKeys({
      messageId: first.get("message-id") ?? "",
      inReplyTo: first.get("in-reply-to") ?? "",
      references: first.get("references") ?? "",
      subject,
    }),
  };
}

function shortened({ name, address }: Address): Address {
  return { name: name.slice(0, MAX_NAME_CHARACTERS), address: address.slice(0, MAX_NAME_CHARACTERS) };
}

function hasAttachmentHint(fields: ReadonlyMap<string, string>): boolean {
  return (
    ATTACHMENT_TYPE.test(fields.get("content-type") ?? "") ||
    /^\s*attachment\b/i.test(fields.get("content-disposition") ?? "") ||
    // Exchange knows.
    /^\s*yes\b/i.test(fields.get("x-ms-has-attach") ?? "")
  );
}
