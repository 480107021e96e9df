import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { MessageParams } from "./message.ts";

/** One part of a message (RFC 2045 §2.4): a multipart, or what holds no others. */
export const StructurePart = z.object({
  /** How many multiparts are around it. */
  depth: z.int(),
  /** Lower case, without parameters. */
  contentType: z.string(),
  charset: z.nullable(z.string()),
  /** The Content-Transfer-Encoding as the sender wrote it, lower case; empty where he did not. */
  encoding: z.string(),
  disposition: z.nullable(z.enum(["inline", "attachment"])),
  /** Without angle brackets. */
  contentId: z.nullable(z.string()),
  filename: z.nullable(z.string()),
  /** Of a multipart. */
  boundary: z.nullable(z.string()),
  /** The name of the part in this message's URLs; null for a multipart. */
  part: z.nullable(z.string()),
  /** Whether it opens as a message of its own, by the same name. */
  isMessage: z.boolean(),
  /** Where its header begins, in octets from the message's first one … */
  header: z.number(),
  /** … its body … */
  body: z.number(),
  /** … and what is no longer its own. */
  end: z.number(),
  /** Octets of its content, transfer encoding undone; null for a multipart. */
  content: z.nullable(z.number()),
});
export type StructurePart = z.infer<typeof StructurePart>;

export const Structure = z.object({
  /** In the message's order; each stands behind the multipart that it belongs to. */
  parts: z.array(StructurePart),
  /** Whether there are more. */
  isCut: z.boolean(),
  notices: z.array(z.string()),
});
export type Structure = z.infer<typeof Structure>;

export const getMessageStructure = contract({
  method: "GET",
  path: "/mailboxes/:id/messages/:uid/structure",
  status: 200,
  params: MessageParams,
  query: z.object({
    /** Of the message within the message that has this part's name. */
    part: z.optional(z.string()),
  }),
  response: Structure,
  summary: "What a message is made of: its MIME parts, and the octets where each stands",
});
