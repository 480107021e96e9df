import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { MailboxParams } from "./mailbox.ts";
import { textList } from "./text-list.ts";
import { MAX_UIDS } from "./bulk.ts";

/** Where to search; all of the maildrop if absent. */
const scope = { uids: z.optional(textList(z.string(), { max: MAX_UIDS })) };

export const BodySearchScope = z.object(scope);
export type BodySearchScope = z.infer<typeof BodySearchScope>;

/** What a search would fetch from the server. */
export const BodySearchCost = z.object({
  /** That would be fetched. */
  messages: z.int(),
  /** Of large messages the beginning alone is fetched; a size that the server does not tell counts as 0. */
  octets: z.number(),
  /** Held by the gateway already: they cost nothing. */
  cached: z.int(),
  /** Of which only the beginning would be searched. */
  beginnings: z.int(),
  /** That cannot be searched: marked, or too large. */
  left: z.int(),
});
export type BodySearchCost = z.infer<typeof BodySearchCost>;

export const BodySearchRequest = z.object({
  /** Words that must all be in the subject or the text. Capitals do not count. */
  q: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  ...scope,
});
export type BodySearchRequest = z.infer<typeof BodySearchRequest>;

export const BodySearchHit = z.object({
  uid: z.string(),
  /** Around the first word that was found. */
  snippet: z.object({ before: z.string(), match: z.string(), after: z.string() }),
});
export type BodySearchHit = z.infer<typeof BodySearchHit>;

/** `waiting`: the connection is gone, the search goes on with the next one. */
export const BodySearchState = z.enum(["running", "waiting", "done", "cancelled"]);
export type BodySearchState = z.infer<typeof BodySearchState>;

export const BodySearch = z.object({
  id: z.string(),
  q: z.string(),
  state: BodySearchState,
  /** Messages looked through, of `total`. */
  done: z.int(),
  total: z.int(),
  /** Fetched so far, of what the search is expected to cost. */
  octets: z.number(),
  totalOctets: z.number(),
  /** All of them in a reply; in an event those found since the last one. */
  hits: z.array(BodySearchHit),
  found: z.int(),
  /** Not looked through: marked, too large, gone, refused by the server, or too costly to read. */
  left: z.int(),
  /** It ended early, since it had found as much as it keeps. */
  isFull: z.boolean(),
});
export type BodySearch = z.infer<typeof BodySearch>;

export const BodySearchParams = z.object({ id: z.string(), job: z.string() });

export const getBodySearchCost = contract({
  method: "POST",
  path: "/mailboxes/:id/body-search/cost",
  status: 200,
  params: MailboxParams,
  body: BodySearchScope,
  response: BodySearchCost,
  summary: "What a search in bodies would fetch; fetches nothing",
});
export const startBodySearch = contract({
  method: "POST",
  path: "/mailboxes/:id/body-search",
  status: 201,
  params: MailboxParams,
  body: BodySearchRequest,
  response: BodySearch,
  summary: "Search in bodies, in the background; one that runs is cancelled. Hits come as events",
});
export const getBodySearch = contract({
  method: "GET",
  path: "/mailboxes/:id/body-search",
  status: 200,
  params: MailboxParams,
  response: BodySearch,
  summary: "The last search in bodies, with all that it has found",
});
export const cancelBodySearch = contract({
  method: "DELETE",
  path: "/mailboxes/:id/body-search/:job",
  status: 204,
  params: BodySearchParams,
  summary: "Cancel a search in bodies; what it has found stays",
});
