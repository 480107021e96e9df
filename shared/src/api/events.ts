import * as z from "zod/mini";
import { TranscriptEvent } from "../pop3/transcript.ts";
import { BodySearch } from "./body-search.ts";
import { ExportJob } from "./export.ts";
import { Keeping } from "./keeping.ts";
import { CommitReport, Mailbox, MarksDelta, RefreshReport } from "./mailbox.ts";
import { Row } from "./message.ts";
import { textList } from "./text-list.ts";

/** What the gateway tells a page over the WebSocket at `{BASE_PATH}/api/v1/events`. */
export const ServerEvent = z.discriminatedUnion("type", [
  /** The whole truth about one mailbox; also the first event after connecting, for each. */
  z.object({ type: z.literal("mailbox"), mailbox: Mailbox }),
  /** A mailbox was signed out, here or in another tab. */
  z.object({ type: z.literal("closed"), mailboxId: z.string() }),
  /** Rows whose header was read, or whose state changed. */
  z.object({
    type: z.literal("rows"),
    mailboxId: z.string(),
    generation: z.int(),
    loaded: z.int(),
    rows: z.array(Row),
  }),
  /** Follows from the last event of this kind, and comes before any other that sums these marks up. */
  z.object({ type: z.literal("marks"), mailboxId: z.string(), delta: MarksDelta }),
  /** A download that takes time. `octets` is null where the server does not tell. */
  z.object({
    type: z.literal("progress"),
    mailboxId: z.string(),
    uid: z.string(),
    received: z.number(),
    octets: z.nullable(z.number()),
  }),
  z.object({ type: z.literal("transcript"), mailboxId: z.string(), events: z.array(TranscriptEvent) }),
  z.object({ type: z.literal("committed"), mailboxId: z.string(), report: CommitReport }),
  z.object({ type: z.literal("refreshed"), mailboxId: z.string(), report: RefreshReport }),
  /** A search in bodies goes on: `hits` are those found since the last event. */
  z.object({ type: z.literal("body-search"), mailboxId: z.string(), search: BodySearch }),
  z.object({ type: z.literal("export"), mailboxId: z.string(), job: ExportJob }),
  /** How the gateway keeps what outlives a session; also the first event, and whenever it changes. */
  z.object({ type: z.literal("keeping"), keeping: Keeping }),
  /** This page missed events, because it was slow or away: it should ask for everything again. */
  z.object({ type: z.literal("resync") }),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/** What a page tells the gateway. */
export const ClientEvent = z.discriminatedUnion("type", [
  /** Rows on screen: their headers are read first. */
  z.object({
    type: z.literal("viewport"),
    mailboxId: z.string(),
    uids: textList(z.string(), { max: 200 }),
  }),
  /** Whether transcript events are wanted; off until asked for. */
  z.object({ type: z.literal("transcript"), mailboxId: z.string(), on: z.boolean() }),
  /**
   * Whether somebody is looking at this page; on until told otherwise. While nobody looks at any page
   * the gateway tries nothing by itself, and unlocks the maildrop after a while.
   */
  z.object({ type: z.literal("attention"), on: z.boolean() }),
]);
export type ClientEvent = z.infer<typeof ClientEvent>;

/** The WebSocket's close code (RFC 6455 §7.4.2) when a sign-in has replaced the cookie: open another one at once. */
export const RENEWED_CLOSE_CODE = 4001;
