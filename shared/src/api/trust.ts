import * as z from "zod/mini";
import { Address } from "./address.ts";

/** One server that the message went through, as that server wrote it (RFC 5321 §4.4). */
export const Hop = z.object({
  from: z.string(),
  by: z.string(),
  with: z.string(),
  /** Milliseconds since the Unix epoch. */
  date: z.nullable(z.number()),
  /** Since the hop before; negative where clocks disagree; null where one of the two gives no date. */
  delayMs: z.nullable(z.number()),
});
export type Hop = z.infer<typeof Hop>;

/** What the receiving server says that it checked (RFC 8601): its word, not ours. */
export const ReportedChecks = z.object({
  server: z.string(),
  results: z.array(
    z.object({
      /** "spf", "dkim", "dmarc" … */
      method: z.string(),
      /** "pass", "fail", "none" … */
      result: z.string(),
      /** What was checked: "header.d=example.org". */
      about: z.string(),
    }),
  ),
});
export type ReportedChecks = z.infer<typeof ReportedChecks>;

/** A host that may be taken for another one. */
export const HostWarning = z.object({
  /** As the network knows it: "xn--pple-43d.com". */
  host: z.string(),
  /** As it looks. */
  shown: z.string(),
  /** One label has letters of several scripts. */
  mixesScripts: z.boolean(),
  /** The ASCII name that it looks like; null if it looks like none. */
  looksLike: z.nullable(z.string()),
});
export type HostWarning = z.infer<typeof HostWarning>;

/** A link whose words name another host than the one that it leads to. */
export const MisleadingLink = z.object({ text: z.string(), host: z.string() });
export type MisleadingLink = z.infer<typeof MisleadingLink>;

/** What helps a person to judge who wrote this. Facts of the message, no verdict. */
export const Trust = z.object({
  replyToDiffers: z.boolean(),
  /** All addresses of the From field; more than one is allowed, and rare. */
  authors: z.array(Address),
  /** The Sender field, where it names another address than From. */
  sender: z.nullable(Address),
  /** An address or host that the sender's name shows and the sender's address is not. */
  nameClaims: z.nullable(z.string()),
  senderHost: z.nullable(HostWarning),
  reported: z.nullable(ReportedChecks),
  /** In the order that the message travelled. */
  hops: z.array(Hop),
  unsubscribe: z.nullable(
    z.object({
      /** https: and mailto: only. The gateway asks none of them. */
      links: z.array(z.string()),
      /** RFC 8058: the sender takes a POST for it. */
      oneClick: z.boolean(),
    }),
  ),
  /** The first of them; `count` tells of all. */
  misleadingLinks: z.object({ count: z.int(), links: z.array(MisleadingLink) }),
});
export type Trust = z.infer<typeof Trust>;
