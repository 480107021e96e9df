import type { Verb } from "@popgate/shared/pop3/commands";

/**
 * What the demo server may do wrong, on demand. Data, so that a lesson, a test or a control panel can
 * name it. Without any, the server is exact to the RFC.
 */
export type Fault =
  /** The greeting, word for word; one that begins with -ERR ends the session (RFC 1939 §4). */
  | { readonly kind: "greeting"; readonly line: string }
  /** The n-th use of a verb (from 1; every one if absent) is answered with -ERR and this text. */
  | { readonly kind: "refuse"; readonly verb: Verb; readonly text: string; readonly nth?: number }
  | { readonly kind: "delay"; readonly verb: Verb; readonly delayMs: number; readonly nth?: number }
  /** The connection is cut when so many octets of the reply were sent. */
  | { readonly kind: "cut"; readonly verb: Verb; readonly afterOctets: number; readonly nth?: number }
  /** QUIT in TRANSACTION: cut before UPDATE was entered, after it but unanswered, or once answered. */
  | { readonly kind: "cutQuit"; readonly at: "beforeUpdate" | "beforeReply" | "afterReply" }
  /** The right password is refused: e.g. `SYS/TEMP`, `IN-USE`, `LOGIN-DELAY` (RFC 2449 §8, RFC 3206). */
  | { readonly kind: "refuseLogin"; readonly code: string; readonly text: string; readonly times?: number }
  /** An optional command is unknown and not announced. */
  | { readonly kind: "without"; readonly verb: "CAPA" | "TOP" | "UIDL" | "STLS" | "AUTH" }
  /** A capability line is left out of CAPA though it works, or said to be there though it does not. */
  | { readonly kind: "capabilities"; readonly lines: readonly string[] }
  /** All messages claim the same unique-id. */
  | { readonly kind: "duplicateUniqueIds" }
  /** Sessions at the same time, as Dovecot, Courier and Cyrus allow in their default set-up. */
  | { readonly kind: "withoutLock" }
  /** QUIT removes so many of the marked messages and answers -ERR (RFC 1939 §6), also where those are all. */
  | { readonly kind: "failUpdate"; readonly removes: number }
  /**
   * A session that ends without QUIT removes what is marked all the same, as Qpopper can be set up to do
   * (update-on-abort); RFC 1939 §6 forbids it.
   */
  | { readonly kind: "updateOnAbort" }
  /** RSET is answered +OK and takes no mark back. */
  | { readonly kind: "ignoreRset" }
  /**
   * A number is the place among what is there now: it moves at once behind DELE, and when another client removes
   * something, though RFC 1939 §5 fixes it for the session.
   */
  | { readonly kind: "shiftNumbers" }
  /** LIST, UIDL and STAT go on telling of marked messages, as Mailpit's do. */
  | { readonly kind: "listMarked" }
  /** The unique-id of each message is its number. */
  | { readonly kind: "numbersAsUniqueIds" }
  /** Unique-ids are anew at each login, as some bridges to webmail make them. */
  | { readonly kind: "uniqueIdsOfLogin" }
  /** QUIT is answered +OK and removes nothing. */
  | { readonly kind: "keepAtQuit" }
  /** The last line of LIST is the first one again: one message is told of twice, and another not at all. */
  | { readonly kind: "listTwice" }
  /** STAT counts one message more than LIST tells of, and UIDL one less, as where mail comes and goes between them. */
  | { readonly kind: "listingsDiffer" }
  /** RETR ends in the middle of the message, and nothing else shows it. */
  | { readonly kind: "shortRetr" }
  /** Dots at the start of a line are sent as they are: a message ends at its first line of a dot alone. */
  | { readonly kind: "withoutDotStuffing" }
  /** Every line ends with a bare LF. */
  | { readonly kind: "bareLf" }
  /** Plaintext in the same packet as STLS's +OK: an attacker on the wire can add it. */
  | { readonly kind: "injectAfterStls"; readonly octets: string };
