import * as z from "zod/mini";

/** Where a transcript event comes from: client, server, or what happened beneath and beside them. */
export const TranscriptDirection = z.enum(["C", "S", "TCP", "TLS", "UI", "SERVER"]);
export type TranscriptDirection = z.infer<typeof TranscriptDirection>;

/**
 * One line of a session's transcript. Secrets are masked and control characters escaped where the
 * event is made; the text that was on the wire exists nowhere else.
 */
export const TranscriptEvent = z.object({
  /** Counts from 1 for a mailbox, over all its connections. */
  seq: z.int(),
  /** The connection it belongs to, counted from 1. */
  connection: z.int(),
  /** Microseconds since the Unix epoch. */
  atMicros: z.number(),
  direction: TranscriptDirection,
  line: z.string(),
  /** Octets on the wire, CRLF included; for a folded response those of all its lines. */
  octets: z.int(),
  /** True where `line` stands for something that is not shown. */
  secret: z.optional(z.boolean()),
  /** True where this event stands for lines of a multi-line response that are not listed one by one. */
  folded: z.optional(z.boolean()),
  /** Where it is folded: how many whole commands, or replies to them, it stands for; without it lines of one reply. */
  count: z.optional(z.int()),
  /** Whether the octets went through TLS. */
  secure: z.boolean(),
  /** The POP3 session's state after this event. */
  state: z.enum(["AUTHORIZATION", "TRANSACTION", "UPDATE", "closed"]),
  /** The verb that this line is, or answers. */
  verb: z.optional(z.string()),
  /** The click that caused it: all events of one action share it. */
  causeId: z.optional(z.string()),
});
export type TranscriptEvent = z.infer<typeof TranscriptEvent>;
