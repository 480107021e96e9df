import * as z from "zod/mini";
import { Address } from "./address.ts";
import { contract } from "./contract.ts";
import { MailboxParams, Marks, MarksDelta } from "./mailbox.ts";
import { CalendarCard, EmbeddedMessage, Protection, Report } from "./recognized-parts.ts";
import { textList } from "./text-list.ts";
import { Trust } from "./trust.ts";

/** One line of the message list. `null` is "the message does not say", or "not loaded yet". */
export const Row = z.object({
  uid: z.string(),
  /** The message number of the present session: a label, never a key. */
  number: z.int(),
  /** As LIST told it; null where the server's figure is no safe integer. */
  octets: z.nullable(z.number()),
  /** Whether the header has been read. */
  loaded: z.boolean(),
  subject: z.string(),
  from: z.nullable(Address),
  to: z.array(Address),
  /** Milliseconds since the Unix epoch. */
  date: z.nullable(z.number()),
  hasAttachments: z.boolean(),
  seen: z.boolean(),
  starred: z.boolean(),
  /** Arrived since this person's last visit; false on the first one. */
  isNew: z.boolean(),
  marked: z.boolean(),
  /** Where threads were asked for: the unique-id of the first message of its thread that is in the maildrop. */
  threadId: z.optional(z.string()),
  /** Of the whole thread, also where a filter hides some of it. */
  threadSize: z.optional(z.int()),
});
export type Row = z.infer<typeof Row>;

/**
 * `number` and `size` are known from the first moment on. By `date`, `from` and `subject` a row whose header
 * has not been read comes last, and moves to its place when it has been.
 */
export const RowSort = z.enum(["number", "date", "from", "subject", "size"]);
/** All but `attachments` know of every row at once; `attachments` and words know of rows whose header has been read. */
export const RowFilter = z.enum(["all", "unread", "attachments", "marked", "large", "starred", "new"]);

export const RowQuery = z.object({
  offset: z._default(z.coerce.number().check(z.int(), z.gte(0)), 0),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(500)), 100),
  sort: z._default(RowSort, "number"),
  order: z._default(z.enum(["asc", "desc"]), "desc"),
  q: z._default(z.string().check(z.maxLength(200)), ""),
  filter: z._default(RowFilter, "all"),
  /** Each conversation together, where its first row would stand; in itself in the order of arrival. */
  threads: z.optional(z.union([z.boolean(), z.stringbool()])),
});
export type RowQuery = z.infer<typeof RowQuery>;

export const RowPage = z.object({
  /** Rows that match, before offset and limit. */
  total: z.int(),
  /** Rows of the whole maildrop whose header has been read. */
  loaded: z.int(),
  generation: z.int(),
  items: z.array(Row),
});
export type RowPage = z.infer<typeof RowPage>;

export const Attachment = z.object({
  /** The name of the part in this message's URLs. */
  part: z.string(),
  filename: z.string(),
  contentType: z.string(),
  octets: z.number(),
  contentId: z.nullable(z.string()),
  /** Shown inside the HTML body rather than beside it. */
  inline: z.boolean(),
  /** Of a message within the message: what it says of itself. */
  message: z.nullable(EmbeddedMessage),
  /** How it may be shown with `view=inline`: its first octets are what its header says. Otherwise it is saved. */
  preview: z.nullable(z.enum(["image", "text", "pdf"])),
});
export type Attachment = z.infer<typeof Attachment>;

export const Message = z.object({
  uid: z.string(),
  /** Octets as received, dot-stuffing undone. */
  octets: z.number(),
  /** In the message's order, unfolded, encoded words decoded. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  subject: z.string(),
  from: z.nullable(Address),
  to: z.array(Address),
  cc: z.array(Address),
  replyTo: z.array(Address),
  date: z.nullable(z.number()),
  text: z.nullable(z.string()),
  /** True where `text` is not the whole of it. */
  textTruncated: z.boolean(),
  hasHtml: z.boolean(),
  /** Remote images that the HTML asks for and that are not loaded without consent. */
  remoteImages: z.int(),
  attachments: z.array(Attachment),
  calendar: z.nullable(CalendarCard),
  report: z.nullable(Report),
  protection: z.array(Protection),
  trust: Trust,
  /** What the person should know about how this was read: "no valid date", "too many parts" … */
  notices: z.array(z.string()),
});
export type Message = z.infer<typeof Message>;

export const MessageParams = z.object({ id: z.string(), uid: z.string() });
/** `part` as in `Attachment.part`; "1.2" is the second attachment of the message that the first one is. */
export const PartParams = z.object({ id: z.string(), uid: z.string(), part: z.string() });

/**
 * `generation` of the rows that a person saw. What came later is not marked, not even under a unique-id
 * that one of those rows had; absent: the last reading is meant.
 */
export const MarkQuery = z.object({
  generation: z.optional(z.coerce.number().check(z.int(), z.gte(0))),
});

export const MarkChange = z.object({
  add: z._default(textList(z.string(), { max: 100_000 }), []),
  remove: z._default(textList(z.string(), { max: 100_000 }), []),
  /** As in `MarkQuery`. */
  generation: z.optional(z.int().check(z.gte(0))),
});

export const MessagePatch = z.object({
  seen: z.optional(z.boolean()),
  starred: z.optional(z.boolean()),
});
export type MessagePatch = z.infer<typeof MessagePatch>;

export const listMessages = contract({
  method: "GET",
  path: "/mailboxes/:id/messages",
  status: 200,
  params: MailboxParams,
  query: RowQuery,
  response: RowPage,
  summary: "Rows of the message list",
});
export const getMessage = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid",
  status: 200,
  params: MessageParams,
  response: Message,
  summary: "One message, read whole with one RETR",
});
export const getEmbeddedMessage = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/parts/:part/message",
  status: 200,
  params: PartParams,
  response: Message,
  summary: "A message within the message, as one of its own; its parts are named behind a dot",
});
export const getMessageHtml = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/html",
  status: 200,
  params: MessageParams,
  query: z.object({
    images: z.optional(z.literal("allow")),
    theme: z.optional(z.enum(["light", "dark"])),
    /** Of the message within the message that has this part's name. */
    part: z.optional(z.string()),
  }),
  summary: "The HTML body as a sandboxed document of its own",
});
export const getMessageRaw = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/raw",
  status: 200,
  params: MessageParams,
  query: z.object({ download: z.optional(z.literal("1")) }),
  summary: "The exact bytes of the message",
});
export const getMessagePart = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/parts/:part",
  status: 200,
  params: PartParams,
  query: z.object({ view: z.optional(z.literal("inline")) }),
  summary: "One attachment, streamed; Range resumes. Inline: a raster image, a PDF or text, sandboxed",
});
export const getAttachmentsZip = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/attachments.zip",
  status: 200,
  params: MessageParams,
  query: z.object({
    /** Of the message within the message that has this part's name. */
    part: z.optional(z.string()),
  }),
  summary: "All attachments in one zip, streamed",
});
export const getMessageTop = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/top",
  status: 200,
  params: MessageParams,
  query: z.object({ lines: z._default(z.coerce.number().check(z.int(), z.gte(0), z.lte(10_000)), 40) }),
  summary: "The header and the first lines of the body (TOP), as text",
});
export const getMessageBeginning = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/beginning",
  status: 200,
  params: MessageParams,
  query: z.object({ lines: z._default(z.coerce.number().check(z.int(), z.gte(0), z.lte(10_000)), 40) }),
  response: Message,
  summary: "The header and the first lines (TOP), read as far as they go; its attachments are not told",
});
export const markMessage = contract({
  method: "PUT",
  path: "/mailboxes/:id/messages/:uid/mark",
  status: 200,
  params: MessageParams,
  query: MarkQuery,
  response: MarksDelta,
  summary: "Mark for the next commit (DELE)",
});
export const unmarkMessage = contract({
  method: "DELETE",
  path: "/mailboxes/:id/messages/:uid/mark",
  status: 200,
  params: MessageParams,
  response: MarksDelta,
  summary: "Take one mark back (RSET, then DELE for the others)",
});
export const getMarks = contract({
  method: "GET",
  path: "/mailboxes/:id/marks",
  status: 200,
  params: MailboxParams,
  response: Marks,
  summary: "All marks: for who knows none of them, or has missed a change",
});
export const changeMarks = contract({
  method: "POST",
  path: "/mailboxes/:id/marks",
  status: 200,
  params: MailboxParams,
  body: MarkChange,
  response: MarksDelta,
  summary: "Mark and unmark many at once",
});
export const patchMessage = contract({
  method: "PATCH",
  path: "/mailboxes/:id/messages/:uid",
  status: 200,
  params: MessageParams,
  body: MessagePatch,
  response: Row,
  summary: "Remember as read or starred: kept by the gateway, not by the server",
});
