import * as z from "zod/mini";
import { Address } from "./address.ts";

/** What is recognized in a message besides its text: an invitation, a report about other mail, something signed or sealed. */

export const CalendarTime = z.object({
  /** As the sender wrote it: "2026-03-01T09:30:00", or "2026-03-01" for a whole day. */
  local: z.string(),
  /** "UTC", the name that the invitation gives its time zone, or null: wherever the reader is. */
  zone: z.nullable(z.string()),
  /** Milliseconds since the Unix epoch; null for whole days, and where the zone is not known. */
  at: z.nullable(z.number()),
});
export type CalendarTime = z.infer<typeof CalendarTime>;

/** The first event of a calendar part (RFC 5545, RFC 5546), to be read only. */
export const CalendarCard = z.object({
  /** The name of the attachment that it was read from. */
  part: z.string(),
  /** "REQUEST", "CANCEL", "REPLY" …; empty where the sender does not say. */
  method: z.string(),
  summary: z.string(),
  location: z.string(),
  status: z.string(),
  start: z.nullable(CalendarTime),
  /** Of a whole-day event: the day after the last one (RFC 5545 §3.6.1). */
  end: z.nullable(CalendarTime),
  allDay: z.boolean(),
  repeats: z.boolean(),
  organizer: z.nullable(Address),
  attendees: z.int(),
  /** Events in the part; the card shows the first. */
  events: z.int(),
});
export type CalendarCard = z.infer<typeof CalendarCard>;

/** What another server says about mail that was sent earlier. It may be forged, as any mail. */
export const Report = z.object({
  /** RFC 3464, or RFC 8098. */
  kind: z.enum(["delivery", "read"]),
  recipients: z.array(
    z.object({
      address: z.string(),
      /** "failed", "delayed", "delivered" …; of a read receipt its disposition: "displayed", "deleted" … */
      action: z.string(),
      /** RFC 3463: "5.1.1". */
      status: z.nullable(z.string()),
      diagnostic: z.nullable(z.string()),
    }),
  ),
  /** Of the message that the report is about, where it is quoted. */
  originalSubject: z.nullable(z.string()),
});
export type Report = z.infer<typeof Report>;

/** Recognised by its structure alone: nothing is verified or opened here. */
export const Protection = z.object({
  kind: z.enum(["signed", "encrypted"]),
  standard: z.enum(["openpgp", "smime"]),
});
export type Protection = z.infer<typeof Protection>;

/** A message inside the message, which can be opened as one of its own. */
export const EmbeddedMessage = z.object({
  subject: z.string(),
  from: z.nullable(Address),
  date: z.nullable(z.number()),
});
export type EmbeddedMessage = z.infer<typeof EmbeddedMessage>;
