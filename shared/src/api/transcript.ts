import * as z from "zod/mini";
import { TranscriptEvent } from "../pop3/transcript.ts";
import { contract } from "./contract.ts";
import { MailboxParams } from "./mailbox.ts";

export const TranscriptPage = z.object({
  events: z.array(TranscriptEvent),
  /** The oldest event that is still kept; older ones were dropped. */
  firstSeq: z.int(),
});
export type TranscriptPage = z.infer<typeof TranscriptPage>;

export const getTranscript = contract({
  method: "GET",
  path: "/mailboxes/:id/transcript",
  status: 200,
  params: MailboxParams,
  response: TranscriptPage,
  query: z.object({ after: z._default(z.coerce.number().check(z.int(), z.gte(0)), 0) }),
  summary: "What was said on the wire, secrets masked",
});
