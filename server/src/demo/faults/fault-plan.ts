import type { Verb } from "@popgate/shared/pop3/commands";
import type { Fault } from "./fault.ts";

/** How one reply is bent on its way out. */
export interface ReplyFaults {
  readonly delayMs: number;
  /** Octets after which the connection is cut; undefined: never. */
  readonly cutAfter: number | undefined;
}

/**
 * The faults that are switched on, asked at the few places where a session can go wrong. Counts how
 * often a verb was used since the plan was made, over all sessions.
 */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #uses = new Map<Verb, number>();
  #loginsRefused = 0;

  constructor(faults: readonly Fault[] = []) {
    this.#faults = faults;
  }

  get greeting(): string | undefined {
    return this.#first("greeting")?.line;
  }

  get isBareLf(): boolean {
    return this.#first("bareLf") !== undefined;
  }

  get hasDuplicateUniqueIds(): boolean {
    return this.#first("duplicateUniqueIds") !== undefined;
  }

  get isWithoutLock(): boolean {
    return this.#first("withoutLock") !== undefined;
  }

  get updatesOnAbort(): boolean {
    return this.#first("updateOnAbort") !== undefined;
  }

  get ignoresRset(): boolean {
    return this.#first("ignoreRset") !== undefined;
  }

  get shiftsNumbers(): boolean {
    return this.#first("shiftNumbers") !== undefined;
  }

  get listsMarked(): boolean {
    return this.#first("listMarked") !== undefined;
  }

  get hasNumbersAsUniqueIds(): boolean {
    return this.#first("numbersAsUniqueIds") !== undefined;
  }

  get hasUniqueIdsOfLogin(): boolean {
    return this.#first("uniqueIdsOfLogin") !== undefined;
  }

  get listsTwice(): boolean {
    return this.#first("listTwice") !== undefined;
  }

  get hasDifferingListings(): boolean {
    return this.#first("listingsDiffer") !== undefined;
  }

  get cutsRetr(): boolean {
    return this.#first("shortRetr") !== undefined;
  }

  get isWithoutDotStuffing(): boolean {
    return this.#first("withoutDotStuffing") !== undefined;
  }

  /** How many marked messages QUIT can remove; undefined: all, as it should be. */
  get updateRemoves(): number | undefined {
    if (this.#first("keepAtQuit") !== undefined) return 0;
    return this.#first("failUpdate")?.removes;
  }

  /** Whether QUIT with marks is answered -ERR; undefined: where messages remain, as it should be. */
  get refusesUpdate(): boolean | undefined {
    if (this.#first("keepAtQuit") !== undefined) return false;
    return this.#first("failUpdate") === undefined ? undefined : true;
  }

  get quitCut(): "beforeUpdate" | "beforeReply" | "afterReply" | undefined {
    return this.#first("cutQuit")?.at;
  }

  get stlsInjection(): string | undefined {
    return this.#first("injectAfterStls")?.octets;
  }

  /** What CAPA lists instead of the truth. */
  get capabilities(): readonly string[] | undefined {
    return this.#first("capabilities")?.lines;
  }

  hides(verb: Verb): boolean {
    return this.#faults.some((fault) => fault.kind === "without" && fault.verb === verb);
  }

  /** To be called once for each command that is read, before anything else is asked about it. */
  countUse(verb: Verb): void {
    this.#uses.set(verb, (this.#uses.get(verb) ?? 0) + 1);
  }

  refusalOf(verb: Verb): string | undefined {
    return this.#of("refuse").find((fault) => this.#hits(fault, verb))?.text;
  }

  loginRefusal(): { readonly code: string; readonly text: string } | undefined {
    const fault = this.#first("refuseLogin");
    if (fault === undefined || this.#loginsRefused >= (fault.times ?? Infinity)) return undefined;
    this.#loginsRefused++;
    return fault;
  }

  replyFaults(verb: Verb): ReplyFaults {
    const delay = this.#of("delay").find((fault) => this.#hits(fault, verb));
    const cut = this.#of("cut").find((fault) => this.#hits(fault, verb));
    return { delayMs: delay?.delayMs ?? 0, cutAfter: cut?.afterOctets };
  }

  #hits(fault: { readonly verb: Verb; readonly nth?: number }, verb: Verb): boolean {
    return fault.verb === verb && (fault.nth === undefined || fault.nth === this.#uses.get(verb));
  }

  #first<Kind extends Fault["kind"]>(kind: Kind): Extract<Fault, { kind: Kind }> | undefined {
    return this.#of(kind)[0];
  }

  #of<Kind extends Fault["kind"]>(kind: Kind): Extract<Fault, { kind: Kind }>[] {
    return this.#faults.filter((fault): fault is Extract<Fault, { kind: Kind }> => fault.kind === kind);
  }
}
