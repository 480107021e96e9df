import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { Keeping } from "./keeping.ts";
import { textList } from "./text-list.ts";

export const Security = z.enum(["tls", "starttls", "none"]);
export type Security = z.infer<typeof Security>;

const noControlCharacters = z.refine<string>(
  (text) => !/[\u0000-\u001f\u007f]/.test(text),
  "must not hold control characters",
);

/** A name or an address alone: what looks like more of a URL is a slip of the pen. */
const isHost = z.refine<string>(
  (text) => /^[^\s@/#:?\\[\]]+$/.test(text) || IPV6.safeParse(text.replace(/^\[(.*)\]$/, "$1")).success,
  "must be a name or an address, without a user, port or path",
);
const IPV6 = z.ipv6();

export const ServerAddress = z.object({
  host: z.string().check(z.trim(), z.minLength(1), z.maxLength(253), noControlCharacters, isHost),
  port: z.int().check(z.gte(1), z.lte(65535)),
  security: Security,
});
export type ServerAddress = z.infer<typeof ServerAddress>;

export const Mechanism = z.enum([
  "auto",
  "USER",
  "APOP",
  "PLAIN",
  "LOGIN",
  "CRAM-MD5",
  "SCRAM-SHA-1",
  "SCRAM-SHA-256",
  "SCRAM-SHA-1-PLUS",
  "SCRAM-SHA-256-PLUS",
  "XOAUTH2",
  "OAUTHBEARER",
  "EXTERNAL",
]);
export type Mechanism = z.infer<typeof Mechanism>;

/** A server that the operator has set up under a name. */
export const Preset = z.object({
  id: z.string(),
  name: z.string(),
  server: ServerAddress,
  /** Domains of addresses that belong to it; they choose it as the person types. */
  domains: z.array(z.string()),
  /** Whether EXTERNAL signs in there, by the certificate that the gateway shows. */
  clientCertSignsIn: z.optional(z.boolean()),
});
export type Preset = z.infer<typeof Preset>;

export const Servers = z.object({
  presets: z.array(Preset),
  /** Whether a host that is not a preset may be typed. The egress rules still apply. */
  otherHosts: z.boolean(),
  /** The demo mailbox's login, which is no secret; absent where the demo is off. */
  demo: z.optional(z.object({ preset: z.string(), user: z.string(), password: z.string() })),
});
export type Servers = z.infer<typeof Servers>;

/** What a person should know before typing a password. */
export const SignInFacts = z.extend(Servers, { keeping: Keeping });
export type SignInFacts = z.infer<typeof SignInFacts>;

/** How much leaves the maildrop at the next commit. */
export const MarksSummary = z.object({
  count: z.int(),
  /** What the commit frees; messages whose size the server does not tell count as 0. */
  octets: z.number(),
  /** Grows with every change. A reply and an event may arrive in any order: the higher one is true. */
  revision: z.int(),
  /** Whether the server has DELE for each of them; false after a lost connection or a release. */
  onServer: z.boolean(),
});
export type MarksSummary = z.infer<typeof MarksSummary>;

/** All that leaves the maildrop at the next commit. */
export const Marks = z.extend(MarksSummary, { uids: z.array(z.string()) });
export type Marks = z.infer<typeof Marks>;

/**
 * How marks have changed since an earlier revision, and what they come to. It names every message that was marked
 * or unmarked since then, as it is now: so whoever knows the marks of `from` or of any revision between has those
 * of `revision` by it. Who knows an earlier one has missed changes, and asks for the whole.
 */
export const MarksDelta = z.extend(MarksSummary, {
  from: z.int(),
  added: z.array(z.string()),
  /** "all": nothing is marked but `added`, whatever was marked before. */
  removed: z.union([z.literal("all"), z.array(z.string())]),
});
export type MarksDelta = z.infer<typeof MarksDelta>;

export const MailboxState = z.enum(["connecting", "transaction", "released", "lost"]);
export type MailboxState = z.infer<typeof MailboxState>;

export const Mailbox = z.object({
  id: z.string(),
  user: z.string(),
  server: ServerAddress,
  preset: z.optional(z.string()),
  state: MailboxState,
  /**
   * Why it is lost or was released. With `retryAfterMs` the gateway tries again by itself, that long
   * after this was sent.
   */
  problem: z.optional(
    z.object({
      code: z.string(),
      message: z.string(),
      retryAfterMs: z.optional(z.number()),
      /** The server's last words, control characters escaped. To be shown, never matched. */
      serverText: z.optional(z.string()),
    }),
  ),
  messages: z.int(),
  octets: z.number(),
  /** Rows whose header has been read. */
  loaded: z.int(),
  marks: MarksSummary,
  /** As the server announced them after login, upper-cased, with their arguments. */
  capabilities: z.array(z.string()),
  greeting: z.string(),
  mechanism: z.string(),
  /** Whether the connection is encrypted. */
  secure: z.boolean(),
  /** True where the server gives no unique-ids, or the same one twice: ids are made up then. */
  weakIds: z.boolean(),
  /** Messages that STAT or UIDL tell of and LIST does not show, also when asked again; absent if none. */
  unlisted: z.optional(z.int()),
  /** When the maildrop was last read, milliseconds since the Unix epoch. */
  checkedAt: z.number(),
  /** How many committed messages there are whose fate is not known until the maildrop can be read again. */
  unsettled: z.optional(z.int()),
  /** For how many days the server keeps mail that was read (EXPIRE, RFC 2449 §6.7); 0: reading may delete. */
  expireDays: z.optional(z.number()),
  /** Which reading of the maildrop the page's rows belong to; grows with commit and refresh. */
  generation: z.int(),
});
export type Mailbox = z.infer<typeof Mailbox>;

const login = {
  user: z.string().check(z.minLength(1), z.maxLength(320), noControlCharacters),
  /** With XOAUTH2 and OAUTHBEARER an access token: those of large providers are 2 to 3 kB long. */
  password: z.string().check(z.minLength(1), z.maxLength(4096), noControlCharacters),
  mechanism: z._default(Mechanism, "auto"),
  /** Another browser session of this gateway may be made to let the mailbox go. */
  takeOver: z._default(z.boolean(), false),
};

export const SignIn = z.union([
  z.object({ ...login, preset: z.string() }),
  z.object({ ...login, server: ServerAddress }),
]);
export type SignIn = z.infer<typeof SignIn>;

export const MailboxParams = z.object({ id: z.string() });

export const Commit = z.object({
  /** The marks that the person saw. */
  uids: textList(z.string(), { max: 1_000_000 }),
  /** Of the rows that the person saw: other messages under the same unique-ids are other marks. */
  generation: z.optional(z.int().check(z.gte(0))),
});

export const CommitReport = z.object({
  /** Gone from the maildrop, seen by reading it again. */
  removed: z.array(z.string()),
  /** Still there, though QUIT was sent. */
  remaining: z.array(z.string()),
  /**
   * Not known, because the maildrop could not be read again: `mailbox.unsettled` then says so until it is;
   * or for good, where the server's names for its messages do not tell.
   */
  unknown: z.array(z.string()),
  /** What the removed messages held. */
  freedOctets: z.number(),
  mailbox: Mailbox,
});
export type CommitReport = z.infer<typeof CommitReport>;

export const RefreshReport = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** Marks whose message is gone, taken by another client, or not surely the same any more. */
  lostMarks: z.array(z.string()),
  /** Unique-ids that may name another message now; absent if there are none. */
  reused: z.optional(z.array(z.string())),
  /** How many messages that stayed have another number now; absent if none. */
  renumbered: z.optional(z.int()),
  mailbox: Mailbox,
});
export type RefreshReport = z.infer<typeof RefreshReport>;

export const getServers = contract({
  method: "GET",
  path: "/servers",
  status: 200,
  response: SignInFacts,
  summary: "Servers to choose from, whether others may be typed, and what is kept of a sign-in",
});
export const openMailbox = contract({
  method: "POST",
  path: "/mailboxes",
  status: 201,
  body: SignIn,
  response: Mailbox,
  summary: "Sign in to a mailbox",
});
export const listMailboxes = contract({
  method: "GET",
  path: "/mailboxes",
  status: 200,
  response: z.object({ items: z.array(Mailbox) }),
  summary: "The mailboxes of this browser session",
});
export const getMailbox = contract({
  method: "GET",
  path: "/mailboxes/:id",
  status: 200,
  params: MailboxParams,
  response: Mailbox,
  summary: "One mailbox",
});
export const closeMailbox = contract({
  method: "DELETE",
  path: "/mailboxes/:id",
  status: 204,
  params: MailboxParams,
  summary: "Sign out; nothing is deleted",
});
/** Other browsers that are signed in to the same account. */
export const Elsewhere = z.object({ browsers: z.int() });
export type Elsewhere = z.infer<typeof Elsewhere>;
export const getElsewhere = contract({
  method: "GET",
  path: "/mailboxes/:id/elsewhere",
  status: 200,
  params: MailboxParams,
  response: Elsewhere,
  summary: "How many other browsers are signed in to the same account",
});
export const closeElsewhere = contract({
  method: "DELETE",
  path: "/mailboxes/:id/elsewhere",
  status: 204,
  params: MailboxParams,
  summary: "Sign every other browser out of the account; nothing is deleted",
});
export const takeOverMailbox = contract({
  method: "POST",
  path: "/mailboxes/:id/take-over",
  status: 200,
  params: MailboxParams,
  response: RefreshReport,
  summary: "Take the mailbox back from another browser session of this gateway, marks kept",
});
export const resetMailbox = contract({
  method: "POST",
  path: "/mailboxes/:id/reset",
  status: 200,
  params: MailboxParams,
  response: MarksDelta,
  summary: "Take back all marks (RSET)",
});
export const getUnsettled = contract({
  method: "GET",
  path: "/mailboxes/:id/unsettled",
  status: 200,
  params: MailboxParams,
  response: z.object({ uids: z.array(z.string()) }),
  summary: "The unique-ids of a commit whose outcome is not known yet",
});
export const commitMailbox = contract({
  method: "POST",
  path: "/mailboxes/:id/commit",
  status: 200,
  params: MailboxParams,
  body: Commit,
  response: CommitReport,
  summary: "Remove the marked messages (QUIT), then read the maildrop again and compare",
});
export const refreshMailbox = contract({
  method: "POST",
  path: "/mailboxes/:id/refresh",
  status: 200,
  params: MailboxParams,
  response: RefreshReport,
  summary: "Read the maildrop again on a new connection, marks kept",
});
