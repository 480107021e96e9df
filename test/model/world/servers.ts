import type { Fault } from "@popgate/server/demo/faults/fault";

/** What a unique-id tells of a message, which decides how much the gateway can know of it. */
type UniqueIds =
  /** One message, as long as it is there. */
  | "lasting"
  /** All messages bear one. */
  | "shared"
  /** The server gives none: the message's header stands in for it. */
  | "by-header"
  /** Whichever message is there now. */
  | "places"
  /** One message, until the next login. */
  | "of-one-login";

export interface ServerTraits {
  readonly faults: readonly Fault[];
  readonly uniqueIds: UniqueIds;
  /** Whether it says what is not so: then a report may leave open what another server's would tell. */
  readonly isLying: boolean;
  /** False: it refuses DELE where it should not, which may cost a mark; that removes nothing, and the page shows it. */
  readonly keepsMarks: boolean;
  /** False: a message ends at its first line of a dot alone. */
  readonly stuffsDots: boolean;
  /** False: nothing is delivered, since no listing ever shows what takes a removed message's place at once. */
  readonly getsMail: boolean;
}

function server(faults: readonly Fault[], traits: Partial<ServerTraits> = {}): ServerTraits {
  return {
    faults,
    uniqueIds: "lasting",
    isLying: false,
    keepsMarks: true,
    stuffsDots: true,
    getsMail: true,
    ...traits,
  };
}

function liar(faults: readonly Fault[], traits: Partial<ServerTraits> = {}): ServerTraits {
  return server(faults, { isLying: true, ...traits });
}

/** Those that keep to the RFC, or do without what it leaves open. */
const HONEST_SERVERS = {
  sound: server([]),
  "without-lock": server([{ kind: "withoutLock" }]),
  "duplicate-unique-ids": server([{ kind: "duplicateUniqueIds" }], { uniqueIds: "shared" }),
  "without-uidl": server([{ kind: "without", verb: "UIDL" }], { uniqueIds: "by-header" }),
  /** Messages are known by their place alone. */
  "without-uidl-and-top": server(
    [
      { kind: "without", verb: "UIDL" },
      { kind: "without", verb: "TOP" },
    ],
    { uniqueIds: "places" },
  ),
  "without-top": server([{ kind: "without", verb: "TOP" }]),
  /** Rows show nothing but what LIST told. */
  "without-headers": server([
    { kind: "without", verb: "TOP" },
    { kind: "refuse", verb: "RETR", text: "no" },
  ]),
} satisfies Readonly<Record<string, ServerTraits>>;

/** Those that answer +OK to what they do not do, or tell one thing and do another. */
const LIARS = {
  "ignores-rset": liar([{ kind: "ignoreRset" }], { keepsMarks: false }),
  "moves-numbers": liar([{ kind: "shiftNumbers" }], { keepsMarks: false }),
  "moves-numbers-without-lock": liar([{ kind: "shiftNumbers" }, { kind: "withoutLock" }], {
    keepsMarks: false,
    getsMail: false,
  }),
  "moves-numbers-and-ignores-rset": liar([{ kind: "shiftNumbers" }, { kind: "ignoreRset" }], {
    keepsMarks: false,
    getsMail: false,
  }),
  "lists-marked": liar([{ kind: "listMarked" }]),
  "lists-marked-and-ignores-rset": liar([{ kind: "listMarked" }, { kind: "ignoreRset" }], {
    keepsMarks: false,
  }),
  places: liar([{ kind: "numbersAsUniqueIds" }], { uniqueIds: "places" }),
  "places-without-lock": liar([{ kind: "numbersAsUniqueIds" }, { kind: "withoutLock" }], {
    uniqueIds: "places",
  }),
  "places-that-move": liar([{ kind: "numbersAsUniqueIds" }, { kind: "shiftNumbers" }], {
    uniqueIds: "places",
  }),
  "unique-ids-of-login": liar([{ kind: "uniqueIdsOfLogin" }], { uniqueIds: "of-one-login" }),
  "unique-ids-of-login-and-keeps": liar([{ kind: "uniqueIdsOfLogin" }, { kind: "keepAtQuit" }], {
    uniqueIds: "of-one-login",
  }),
  "keeps-at-quit": liar([{ kind: "keepAtQuit" }]),
  "refuses-quit-and-keeps": liar([{ kind: "failUpdate", removes: 0 }]),
  "refuses-quit-and-removes": liar([{ kind: "failUpdate", removes: 1_000 }]),
  "lists-twice": liar([{ kind: "listTwice" }]),
  "listings-differ": liar([{ kind: "listingsDiffer" }], { keepsMarks: false }),
  "without-dot-stuffing": liar([{ kind: "withoutDotStuffing" }], { stuffsDots: false }),
  "cuts-messages": liar([{ kind: "shortRetr" }]),
} satisfies Readonly<Record<string, ServerTraits>>;

export const SERVERS = { ...HONEST_SERVERS, ...LIARS };

/** What a server is like all through a history. */
export type ServerKind = keyof typeof SERVERS;

// An object's keys are those that it was written with.
export const LYING_SERVERS = Object.keys(LIARS) as readonly (keyof typeof LIARS)[];
