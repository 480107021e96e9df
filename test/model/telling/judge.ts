import type { CommitReport } from "@popgate/shared/api/mailbox";
import type { Trouble } from "../history.ts";
import { lastWord } from "./last-word.ts";
import type { Person, ShownRow } from "../world/person.ts";
import type { Tally } from "./tally.ts";
import type { ServerTraits } from "../world/servers.ts";
import type { PresentMessage, World } from "../world/world.ts";

/**
 * What must be true while a history is told: hears what people ask for and what they are told, and compares
 * it with what lies in the maildrop. Whatever is not true is thrown as an Error that names it.
 */
export class Judge {
  readonly #world: World;
  readonly #server: ServerTraits;
  readonly #tally: Tally;
  #trouble: Trouble | undefined;
  #before: readonly PresentMessage[] = [];
  /** What the unique-ids of this step's commits stood for, by what the page showed. */
  readonly #named = new Map<string, string>();
  /** The same of all steps: a commit may be settled long after it was asked for. */
  readonly #committed = new Map<string, string>();
  /** What commits of earlier steps may still remove, since nobody knows yet what became of them. */
  #unsettled: readonly string[] = [];
  /** The unique-ids whose removal this step's replies told of, or left open. */
  readonly #told = new Set<string>();

  constructor(world: World, server: ServerTraits, tally: Tally) {
    this.#world = world;
    this.#server = server;
    this.#tally = tally;
  }

  /** A step begins: what earlier ones asked for is no permission any more. */
  begin(before: readonly PresentMessage[], trouble: Trouble | undefined): void {
    this.#before = before;
    this.#trouble = trouble;
    this.#named.clear();
    this.#told.clear();
    this.#world.truth.onlyThese(
      this.#unsettled,
      before.map(({ text }) => text),
    );
  }

  /** A commit names these rows: they may go. */
  allow(rows: readonly ShownRow[]): void {
    for (const { uid, subject } of rows) {
      this.#named.set(uid, subject);
      this.#committed.set(uid, subject);
      this.#world.truth.mayGo(subject);
    }
  }

  /**
   * What a commit was answered with.
   *
   * @param report undefined where the answer was an error
   * @param unsettled what the mailbox left open right after it
   * @param isAlone nothing else was asked at the same time
   */
  hearCommit(report: CommitReport | undefined, unsettled: readonly string[], isAlone: boolean): void {
    for (const uid of [...(report?.removed ?? []), ...(report?.unknown ?? []), ...unsettled]) {
      this.#told.add(uid);
    }
    if (report === undefined) return;
    const { removed, remaining, unknown } = report;
    if (unknown.length > 0) this.#tally.unknowns += 1;
    // What came meanwhile bears the name of what was committed, where there is one name for all.
    const { uniqueIds, isLying } = this.#server;
    const mayBeUnknown = this.#trouble !== undefined || uniqueIds === "shared" || isLying;
    require(unknown.length === 0 || mayBeUnknown, `unknown, though nothing was wrong: ${unknown.join()}`);
    // What one commit left, another at the same time may have removed by now: the last word of the step tells.
    this.#requireAsTold(removed, isAlone ? remaining : []);
  }

  /**
   * A message was opened and is shown.
   *
   * @param subject what its row shows now; empty where that shows nothing yet
   */
  hearOpened(subject: string, octets: string): void {
    require(subject === "" ||
      octets.startsWith(`Subject: ${subject}\r\n`), `opened ${subject}, and is shown ${octets.slice(0, 14)}`);
    // All messages of the model have a line of a dot alone.
    require(this.#server.stuffsDots, `a part of ${subject} is shown as all of it`);
  }

  /** A reading was done: it settles every commit. */
  hearRefresh(unsettled: readonly string[]): void {
    require(unsettled.length === 0, `still unsettled after a refresh: ${unsettled.join()}`);
  }

  /** The step is done: looks at all pages, and at what is gone. */
  async end(people: readonly Person[]): Promise<void> {
    this.#unsettled = [];
    for (const person of people) await this.#check(person);
    this.#requireNothingLost();
    this.#requireTold();
  }

  /** Everybody has left, which removes nothing. */
  allLeft(before: readonly PresentMessage[]): void {
    this.#requireNothingLost();
    require(this.#world.present().length === before.length, "signing out removed something");
  }

  /** Whether a unique-id stands for one message, and stays with it. */
  get #areIdsSound(): boolean {
    return this.#server.uniqueIds !== "shared" && this.#server.uniqueIds !== "by-header";
  }

  /** What a page shows must be true, whatever has just gone wrong. */
  async #check(person: Person): Promise<void> {
    const { removed, remaining } = lastWord(person.reports);
    this.#requireAsTold(removed, remaining);
    for (const report of person.reports.splice(0)) person.settle(report);
    if (!person.isSignedIn) return;
    const { problem } = await person.mailbox();
    const marked = await person.marks();
    const unsettled = await person.unsettled();
    this.#unsettled = [...this.#unsettled, ...unsettled.map((uid) => this.#committed.get(uid) ?? "")];
    const unasked = marked.filter((uid) => !person.asked.has(uid));
    require(unasked.length === 0, `marked, but nobody asked: ${unasked.join()}`);
    for (const { uid, subject, isMarked } of marked.length === 0 ? [] : await person.rows()) {
      const meant = person.asked.get(uid) ?? new Set([""]);
      const isSame =
        meant.has("") || subject === "" || meant.has(subject) || this.#world.haveSuccessor(meant);
      require(!isMarked ||
        isSame, `the mark of ${uid} was meant for ${[...meant].join()} and is on ${subject}`);
    }
    require(person.heard.complaints.length === 0, person.heard.complaints.join("; "));
    this.#checkConfirmed(person, new Set(marked), problem?.code);
  }

  #checkConfirmed(person: Person, marked: ReadonlySet<string>, problem: string | undefined): void {
    const texts = new Map(this.#world.present().map(({ uid, text }) => [uid, text]));
    // A server that refuses a command may cost marks: that deletes nothing, and the page shows it.
    const mayLose =
      this.#trouble?.kind === "server" ||
      this.#server.uniqueIds !== "lasting" ||
      !this.#server.keepsMarks ||
      this.#world.hasOtherNames ||
      problem === "taken-over";
    for (const uid of person.confirmed) {
      if (marked.has(uid)) continue;
      const text = texts.get(uid);
      // Gone, it is no mark any more; nor can anybody say what one was meant for whose row showed nothing yet.
      const isSame = text !== undefined && person.asked.get(uid)?.has(text) === true;
      person.confirmed.delete(uid);
      require(!isSame || mayLose, `the mark of ${uid} was confirmed, and is lost`);
    }
  }

  /** Nothing that was committed goes without a word, least of all behind an error. */
  #requireTold(): void {
    const before = this.#before.map(({ text }) => text);
    const gone = new Set(this.#gone().filter((text) => before.includes(text)));
    const removed = [...this.#named].filter(([, text]) => gone.has(text));
    if (removed.length > 0) this.#tally.removals += 1;
    const untold = removed.filter(([uid]) => !this.#told.has(uid));
    require(!this.#areIdsSound || untold.length === 0, `removed, and not told: ${untold.join(" ")}`);
  }

  #requireAsTold(removed: Iterable<string>, remaining: Iterable<string>): void {
    if (!this.#areIdsSound) return;
    const gone = new Set(this.#gone());
    const there = [...removed].filter((uid) => {
      const text = this.#committed.get(uid);
      return text !== undefined && !gone.has(text);
    });
    require(there.length === 0, `told as removed, but there: ${there.join()}`);
    const away = [...remaining].filter((uid) => gone.has(this.#committed.get(uid) ?? ""));
    require(away.length === 0, `told as remaining, but gone: ${away.join()}`);
  }

  #requireNothingLost(): void {
    const lost = this.#world.truth.lost(this.#world.present().map(({ text }) => text));
    require(lost.length === 0, `lost, though nobody committed it: ${lost.join()}`);
  }

  #gone(): string[] {
    return this.#world.truth.gone(this.#world.present().map(({ text }) => text));
  }
}

function require(isTrue: boolean, complaint: string): void {
  if (!isTrue) throw new Error(complaint);
}
