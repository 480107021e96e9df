import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { MailboxParams } from "./mailbox.ts";
import { Row, RowFilter } from "./message.ts";

/** As many as a maildrop's listing may have lines. */
export const MAX_UIDS = 1_000_000;

export const UidQuery = z.object({
  filter: z._default(RowFilter, "all"),
  q: z._default(z.string().check(z.maxLength(200)), ""),
});
export type UidQuery = z.infer<typeof UidQuery>;

export const MatchingUids = z.object({
  /** Newest first. */
  uids: z.array(z.string()),
  /** Of those messages together; a size that the server does not tell counts as 0. */
  octets: z.number(),
  /** Messages that could not be judged, since their header has not been read yet: they are not in `uids`. */
  unknown: z.int(),
  /** Which reading of the maildrop this is about. */
  generation: z.int(),
});
export type MatchingUids = z.infer<typeof MatchingUids>;

/** Conditions that must all hold; at least one. */
export const CleanupQuery = z
  .object({
    /** By the date that the message bears: whole days before now. */
    olderThanDays: z.optional(z.int().check(z.gte(0), z.lte(100_000))),
    /** Octets, as LIST told them. */
    largerThan: z.optional(z.int().check(z.gte(0))),
    /** Words of which each must be in the sender's name or address. */
    from: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
    /** Part of an export that was complete, since this mailbox was signed in to here. */
    exported: z.optional(z.literal(true)),
  })
  .check(
    z.refine(
      (conditions) => Object.values(conditions).some((each) => each !== undefined),
      "needs a condition",
    ),
  );
export type CleanupQuery = z.infer<typeof CleanupQuery>;

/** As many rows as a person reads before trusting the count. */
export const MAX_PREVIEW_ROWS = 8;

/** What a cleanup would mark; nothing is marked by asking. */
export const CleanupPreview = z.object({
  /** Newest first; what is marked already is left out. */
  uids: z.array(z.string()),
  /** The rows of the first of them. */
  first: z.array(Row).check(z.maxLength(MAX_PREVIEW_ROWS)),
  /** What a commit of them would free. */
  octets: z.number(),
  alreadyMarked: z.int(),
  /** Messages that may match, and whose header has not been read yet. */
  unknown: z.int(),
  /** Messages that bear no date, where one was asked for. */
  withoutDate: z.int(),
  /** Messages whose size the server does not tell, where one was asked for. */
  withoutSize: z.int(),
  generation: z.int(),
});
export type CleanupPreview = z.infer<typeof CleanupPreview>;

export const listUids = contract({
  method: "GET",
  path: "/mailboxes/:id/uids",
  status: 200,
  params: MailboxParams,
  query: UidQuery,
  response: MatchingUids,
  summary: "The unique-ids of all messages that match, for marking or exporting them",
});
export const previewCleanup = contract({
  method: "POST",
  path: "/mailboxes/:id/cleanup",
  status: 200,
  params: MailboxParams,
  body: CleanupQuery,
  response: CleanupPreview,
  summary: "What could be marked to make room; marks nothing",
});
