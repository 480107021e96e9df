import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { MailboxParams, ServerAddress } from "./mailbox.ts";

/** What a check-up looks at, in the order in which it does. */
export const CheckName = z.enum([
  "provider",
  "resolve",
  "connect",
  "tls",
  "certificate",
  "greeting",
  "apop",
  "capabilities",
  "plaintext",
  "mechanisms",
  "lang",
  "login",
  "stat",
  "unique-ids",
  "top",
  "octets",
  "dot-stuffing",
  "pipelining",
  "second-session",
  "unique-ids-stable",
  "login-delay",
  "expire",
  "implementation",
  "utf8",
  "response-codes",
  "unknown-command",
  "no-such-message",
  "idle-timeout",
]);
export type CheckName = z.infer<typeof CheckName>;

/** `skipped`: it could not be looked at, or was not asked for; `facts.why` tells which. */
export const CheckVerdict = z.enum(["good", "note", "warning", "bad", "skipped"]);
export type CheckVerdict = z.infer<typeof CheckVerdict>;

/** Absent facts are left out; a server's own words are escaped, and none of them holds a secret. */
export const CheckFact = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type CheckFact = z.infer<typeof CheckFact>;

export const CheckFinding = z.object({
  check: CheckName,
  verdict: CheckVerdict,
  facts: z.record(z.string(), CheckFact),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

export const CheckUpReport = z.object({
  server: ServerAddress,
  /** Milliseconds since the Unix epoch. */
  startedAt: z.number(),
  tookMs: z.number(),
  /** One for each check, none twice. */
  findings: z.array(CheckFinding),
});
export type CheckUpReport = z.infer<typeof CheckUpReport>;

/**
 * How many messages are looked into at most: their headers and first lines, and of some the whole. Enough
 * to meet a line that begins with a dot; servers with other ways in remember what was retrieved as read.
 */
export const CHECK_UP_SAMPLES = { headers: 10, whole: 3 } as const;

/** RFC 1939 §3 demands ten minutes; waiting for a little more tells whether a server keeps to it. */
export const MAX_IDLE_SECONDS = 660;

export const CheckUpRequest = z.object({
  /** How long to wait for the server's idle time-out; absent: it is not measured. */
  idleSeconds: z.optional(z.int().check(z.gte(1), z.lte(MAX_IDLE_SECONDS))),
});
export type CheckUpRequest = z.infer<typeof CheckUpRequest>;

export const checkUpMailbox = contract({
  method: "POST",
  path: "/mailboxes/:id/check-up",
  status: 200,
  params: MailboxParams,
  body: CheckUpRequest,
  response: CheckUpReport,
  summary: "Look at how the server keeps to POP3, on connections of its own; nothing is marked or removed",
});
