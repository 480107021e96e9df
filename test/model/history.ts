import fc from "fast-check";
import type { Fault } from "@popgate/server/demo/faults/fault";
import type { Direction } from "../support/line/cut-proxy.ts";
import { LYING_SERVERS, type ServerKind } from "./world/servers.ts";

/** Which of what is there, counted round: it names something whatever the history has left over. */
export type Pick = number;

/** One thing that a person does at one of two browsers. */
export type Deed =
  | { readonly kind: "mark" | "unmark"; readonly picks: readonly Pick[] }
  /** On a page that still shows an earlier reading of the maildrop. */
  | { readonly kind: "mark-old"; readonly picks: readonly Pick[] }
  | { readonly kind: "change"; readonly add: readonly Pick[]; readonly remove: readonly Pick[] }
  | { readonly kind: "open"; readonly pick: Pick; readonly isMarked: boolean }
  /**
   * `stale`: a mark is missing or one too many, as on a page that has not heard of the last change; or the
   * same marks are on rows of an earlier reading.
   */
  | { readonly kind: "commit"; readonly stale: Stale }
  | { readonly kind: "reset" | "refresh" | "sign-out" | "take-over" };

export type Stale = "no" | "missing" | "extra" | "old";

export type Step =
  | { readonly kind: "deed"; readonly who: 0 | 1; readonly deed: Deed; readonly trouble: Trouble | undefined }
  /** Two tabs at once. */
  | {
      readonly kind: "together";
      readonly deeds: readonly [Deed, Deed];
      readonly trouble: Trouble | undefined;
    }
  | { readonly kind: "deliver"; readonly count: number; readonly isReused: boolean }
  /** Another POP3 client, past the gateway. */
  | { readonly kind: "other-client"; readonly pick: Pick | undefined }
  | { readonly kind: "renumber"; readonly first: number }
  | { readonly kind: "look-away" | "look-again"; readonly who: 0 | 1 }
  | { readonly kind: "restart"; readonly isKilled: boolean };

/** What goes wrong while a deed is done. */
export type Trouble =
  | { readonly kind: "cut"; readonly direction: Direction; readonly octets: number }
  | { readonly kind: "server"; readonly fault: Fault }
  /** The line is dead when it begins, and stays so until it is done. */
  | { readonly kind: "down" };

export interface History {
  readonly server: ServerKind;
  /** What the maildrop begins with. */
  readonly messages: number;
  readonly steps: readonly Step[];
}

/** What may be met. */
export type Realm =
  /** A sound server and a sound line, where everything must succeed. */
  | "peace"
  /** Whatever breaks, on servers that keep to the RFC. */
  | "trouble"
  /** The same on servers that say what is not so. */
  | "lies";

const SERVERS_OF: Readonly<Record<Realm, readonly ServerKind[]>> = {
  peace: ["sound"],
  trouble: [
    "sound",
    "sound",
    "sound",
    "without-lock",
    "duplicate-unique-ids",
    "without-uidl",
    "without-uidl-and-top",
    "without-top",
  ],
  lies: LYING_SERVERS,
};

/** So many of ten deeds are troubled; the others go well, so that what went wrong before can do harm. */
const TROUBLED_IN_TEN: Readonly<Record<Realm, number>> = { peace: 0, trouble: 5, lies: 2 };

const SERVER_FAULTS: readonly Fault[] = [
  { kind: "refuse", verb: "RSET", text: "no" },
  { kind: "refuse", verb: "DELE", text: "no" },
  { kind: "refuse", verb: "DELE", text: "[SYS/TEMP] no", nth: 2 },
  { kind: "refuse", verb: "RETR", text: "no" },
  { kind: "refuse", verb: "STAT", text: "no" },
  { kind: "refuse", verb: "LIST", text: "no" },
  { kind: "refuse", verb: "UIDL", text: "no" },
  { kind: "refuse", verb: "QUIT", text: "no" },
  { kind: "refuseLogin", code: "IN-USE", text: "locked", times: 1 },
  { kind: "refuseLogin", code: "LOGIN-DELAY", text: "wait", times: 1 },
  { kind: "refuseLogin", code: "SYS/TEMP", text: "later", times: 1 },
  { kind: "refuseLogin", code: "SYS/PERM", text: "never" },
  { kind: "greeting", line: "-ERR [SYS/TEMP] come back later" },
  { kind: "delay", verb: "DELE", delayMs: 5 },
  { kind: "delay", verb: "QUIT", delayMs: 5 },
  { kind: "delay", verb: "UIDL", delayMs: 5 },
  { kind: "cut", verb: "DELE", afterOctets: 0, nth: 2 },
  { kind: "cut", verb: "DELE", afterOctets: 2, nth: 1 },
  { kind: "cut", verb: "RETR", afterOctets: 30 },
  { kind: "cut", verb: "RSET", afterOctets: 0 },
  { kind: "cut", verb: "UIDL", afterOctets: 5 },
  { kind: "cutQuit", at: "beforeUpdate" },
  { kind: "cutQuit", at: "beforeReply" },
  { kind: "cutQuit", at: "afterReply" },
  { kind: "failUpdate", removes: 0 },
  { kind: "failUpdate", removes: 1 },
];

const pick = fc.nat({ max: 11 });
const picks = fc.array(pick, { minLength: 1, maxLength: 4 });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("mark" as const), picks }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("unmark" as const), picks }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("mark-old" as const), picks }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("change" as const), add: picks, remove: picks }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("open" as const), pick, isMarked: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("commit" as const),
      stale: fc.constantFrom(
        "no" as const,
        "no" as const,
        "no" as const,
        "missing" as const,
        "extra" as const,
        "old" as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reset" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("refresh" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("sign-out" as const, "take-over" as const) }) },
);

/** A reconnect with a commit is some 800 octets long one way and 120 the other; most pieces of work are shorter. */
const cut: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({
    kind: fc.constant("cut" as const),
    direction: fc.constant("up" as const),
    octets: fc.nat({ max: 140 }),
  }),
  fc.record({
    kind: fc.constant("cut" as const),
    direction: fc.constant("down" as const),
    octets: fc.nat({ max: 900 }),
  }),
);

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 4, arbitrary: cut },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("server" as const), fault: fc.constantFrom(...SERVER_FAULTS) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("down" as const) }) },
);

function step(realm: Realm): fc.Arbitrary<Step> {
  const perhaps = fc.oneof(
    { weight: TROUBLED_IN_TEN[realm], arbitrary: trouble },
    { weight: 10 - TROUBLED_IN_TEN[realm], arbitrary: fc.constant(undefined) },
  );
  const who = fc.oneof(
    { weight: 9, arbitrary: fc.constant(0 as const) },
    { weight: 1, arbitrary: fc.constant(1 as const) },
  );
  return fc.oneof(
    { weight: 22, arbitrary: fc.record({ kind: fc.constant("deed" as const), who, deed, trouble: perhaps }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("together" as const),
        deeds: fc.tuple(deed, deed),
        trouble: perhaps,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("deliver" as const),
        count: fc.integer({ min: 1, max: 3 }),
        isReused: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("other-client" as const),
        pick: fc.option(pick, { nil: undefined }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("renumber" as const), first: fc.integer({ min: 1, max: 5 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom("look-away" as const, "look-again" as const), who }),
    },
    {
      weight: realm === "peace" ? 0 : 1,
      arbitrary: fc.record({ kind: fc.constant("restart" as const), isKilled: fc.boolean() }),
    },
  );
}

/** @param servers those that histories of this realm are told on */
export function history(realm: Realm, servers = SERVERS_OF[realm]): fc.Arbitrary<History> {
  const each = step(realm);
  return fc.record({
    server: fc.constantFrom(...servers),
    messages: fc.integer({ min: 0, max: 6 }),
    // Mostly short ones, that end with a look at what they did; but some harm takes forty steps.
    steps: fc.oneof(
      { weight: 3, arbitrary: fc.array(each, { minLength: 1, maxLength: 16, size: "max" }) },
      { weight: 1, arbitrary: fc.array(each, { minLength: 16, maxLength: 60, size: "max" }) },
    ),
  });
}

/** Messages are then named by their headers in one reading, and by their unique-ids in the next. */
export function isRefusedUidl(trouble: Trouble | undefined): boolean {
  return trouble?.kind === "server" && trouble.fault.kind === "refuse" && trouble.fault.verb === "UIDL";
}
