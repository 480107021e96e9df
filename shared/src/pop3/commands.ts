/**
 * The POP3 command table: plain facts, read by the client's encoder, the demo server's dispatch and
 * everything that explains the protocol. Nothing here does I/O.
 */

/** RFC 1939 §3; `closed` is this project's word for a connection that is gone. */
export type Pop3State = "AUTHORIZATION" | "TRANSACTION" | "UPDATE" | "closed";

/**
 * How an argument is written on the wire.
 * `rest` may hold spaces and runs to the end of the line: RFC 1939 §7 lets PASS do so. `text` is the same without
 * control characters: a USER whose name holds a space is sent by other clients, and taken by servers.
 */
type ArgumentKind = "word" | "number" | "text" | "rest" | "base64";

interface CommandArgument {
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly optional?: true;
  /** Never shown, logged or stored. */
  readonly secret?: true;
}

/** Whether +OK is followed by lines depends on the arguments. */
type MultiLine = "never" | "always" | "without-argument";

export interface CommandSpec {
  readonly states: readonly Pop3State[];
  readonly args: readonly CommandArgument[];
  readonly multiLine: MultiLine;
  /** The capability (RFC 2449) that announces it; absent where RFC 1939 makes it mandatory. */
  readonly capability?: string;
  /** A barrier: nothing may be sent behind it until its reply has come. */
  readonly barrier?: true;
  readonly source: string;
  readonly explanation: string;
}

const AUTHORIZATION = ["AUTHORIZATION"] as const;
const TRANSACTION = ["TRANSACTION"] as const;
const message = { name: "msg", kind: "number" } as const;
const optionalMessage = { ...message, optional: true } as const;

export const COMMANDS = {
  USER: {
    states: AUTHORIZATION,
    args: [{ name: "name", kind: "text" }],
    multiLine: "never",
    capability: "USER",
    barrier: true,
    source: "RFC 1939 §7",
    explanation: "Names the mailbox. The server usually says +OK whether or not it exists.",
  },
  PASS: {
    states: AUTHORIZATION,
    args: [{ name: "string", kind: "rest", secret: true }],
    multiLine: "never",
    capability: "USER",
    barrier: true,
    source: "RFC 1939 §7",
    explanation: "Gives the password, in the clear unless TLS is on. +OK locks the maildrop.",
  },
  APOP: {
    states: AUTHORIZATION,
    args: [
      { name: "name", kind: "word" },
      { name: "digest", kind: "word", secret: true },
    ],
    multiLine: "never",
    barrier: true,
    source: "RFC 1939 §7",
    explanation: "Proves the password with an MD5 digest of the greeting's timestamp.",
  },
  AUTH: {
    states: AUTHORIZATION,
    args: [
      { name: "mechanism", kind: "word", optional: true },
      { name: "initial-response", kind: "base64", optional: true, secret: true },
    ],
    multiLine: "without-argument",
    capability: "SASL",
    barrier: true,
    source: "RFC 5034 §4",
    explanation: "Signs in with a SASL mechanism, a challenge and a response at a time.",
  },
  STLS: {
    states: AUTHORIZATION,
    args: [],
    multiLine: "never",
    capability: "STLS",
    barrier: true,
    source: "RFC 2595 §4",
    explanation: "Turns TLS on. What was learnt before it is forgotten.",
  },
  CAPA: {
    states: ["AUTHORIZATION", "TRANSACTION"],
    args: [],
    multiLine: "always",
    source: "RFC 2449 §5",
    explanation: "Lists what the server can do. The list may differ by state.",
  },
  STAT: {
    states: TRANSACTION,
    args: [],
    multiLine: "never",
    source: "RFC 1939 §5",
    explanation: "Tells how many messages there are and their octets together, marked ones left out.",
  },
  LIST: {
    states: TRANSACTION,
    args: [optionalMessage],
    multiLine: "without-argument",
    source: "RFC 1939 §5",
    explanation: "Tells the octets of each message, or of one.",
  },
  UIDL: {
    states: TRANSACTION,
    args: [optionalMessage],
    multiLine: "without-argument",
    capability: "UIDL",
    source: "RFC 1939 §7",
    explanation: "Tells the unique-id of each message, or of one. It lasts across sessions.",
  },
  RETR: {
    states: TRANSACTION,
    args: [message],
    multiLine: "always",
    source: "RFC 1939 §5",
    explanation: "Sends a whole message. It stays in the maildrop.",
  },
  TOP: {
    states: TRANSACTION,
    args: [message, { name: "lines", kind: "number" }],
    multiLine: "always",
    capability: "TOP",
    source: "RFC 1939 §7",
    explanation: "Sends a message's header and the first lines of its body.",
  },
  DELE: {
    states: TRANSACTION,
    args: [message],
    multiLine: "never",
    source: "RFC 1939 §5",
    explanation: "Marks a message. It is removed only if the session ends with QUIT.",
  },
  RSET: {
    states: TRANSACTION,
    args: [],
    multiLine: "never",
    source: "RFC 1939 §5",
    explanation: "Takes back every mark of this session.",
  },
  NOOP: {
    states: TRANSACTION,
    args: [],
    multiLine: "never",
    source: "RFC 1939 §5",
    explanation: "Does nothing but show that somebody is there.",
  },
  UTF8: {
    states: AUTHORIZATION,
    args: [],
    multiLine: "never",
    capability: "UTF8",
    barrier: true,
    source: "RFC 6856 §2",
    explanation: "Allows UTF-8 in user names, passwords and headers.",
  },
  LANG: {
    states: ["AUTHORIZATION", "TRANSACTION"],
    args: [{ name: "language", kind: "word", optional: true }],
    multiLine: "without-argument",
    capability: "LANG",
    source: "RFC 6856 §3",
    explanation: "Lists the languages of the server's texts, or chooses one.",
  },
  XCLIENT: {
    states: AUTHORIZATION,
    args: [{ name: "attributes", kind: "rest" }],
    multiLine: "never",
    capability: "XCLIENT",
    barrier: true,
    source: "Dovecot and Postfix, in no RFC",
    explanation: "Tells a server that trusts this client whose connection it passes on.",
  },
  QUIT: {
    states: ["AUTHORIZATION", "TRANSACTION"],
    args: [],
    multiLine: "never",
    barrier: true,
    source: "RFC 1939 §§4, 6",
    explanation: "Ends the session. In TRANSACTION it enters UPDATE: marked messages are removed.",
  },
} as const satisfies Record<string, CommandSpec>;

export type Verb = keyof typeof COMMANDS;

/** The table's row as the general type, so that optional facts can be read without a cast. */
export function commandSpec(verb: Verb): CommandSpec {
  return COMMANDS[verb];
}

/** Whether a word, in any case, is a verb of the table. */
export function isVerb(word: string): word is Verb {
  return Object.hasOwn(COMMANDS, word);
}

/** Whether +OK to this command is followed by lines and a terminator (RFC 1939 §3). */
export function isMultiLine(verb: Verb, argumentCount: number): boolean {
  const { multiLine } = commandSpec(verb);
  return multiLine === "always" || (multiLine === "without-argument" && argumentCount === 0);
}

/** RFC 2449 §4: a command line holds at most 255 octets, CRLF included. */
export const MAX_COMMAND_OCTETS = 255;
