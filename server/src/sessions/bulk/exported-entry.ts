import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";

/** A message that was read to its end for an export. */
export interface ExportedEntry {
  /** As the reading told of it from which it was fetched. */
  readonly message: MaildropMessage;
  /** That reading; gone where nothing else needs it any more. */
  readonly reading: WeakRef<Maildrop>;
  /** In the zip; empty in an mbox. */
  readonly file: string;
  readonly octets: number;
  /** Of the octets that were handed on, in hexadecimal. */
  readonly sha256: string;
}

/** Whether the maildrop surely still holds just this message: in the same reading, or found again. */
export function isStillIn(maildrop: Maildrop, { message, reading }: ExportedEntry): boolean {
  return reading.deref() === maildrop ? maildrop.has(message.uid) : maildrop.stillHas(message);
}
