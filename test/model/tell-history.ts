import type { CommitReport } from "@popgate/shared/api/mailbox";
import type { Row } from "@popgate/shared/api/message";
import { isRefusedUidl, type Deed, type History, type Stale, type Step, type Trouble } from "./history.ts";
import { inWords, stepInWords } from "./history-in-words.ts";
import { lastWord } from "./last-word.ts";
import { Person } from "./person.ts";
import { uidsOf, uidsToCommit } from "./pick-rows.ts";
import { countNothing, type Tally } from "./tally.ts";
import { within } from "./within.ts";
import type { World } from "./world.ts";

/** Six seconds of waiting for a lock, a few deadlines, a busy machine: what takes longer hangs. */
const STEP_LIMIT_MS = 60_000;
/** Turns of the event loop until the headers of a handful of messages must have been read. */
const HEADER_TURNS = 200;

/**
 * Tells a history in a world and looks after every step whether everything is true.
 *
 * @returns what happened, so that a caller can see that something did
 * @throws Error the first lie, with the history in words
 */
export async function tellHistory(world: World, history: History): Promise<Tally> {
  const teller = new Teller(world, history);
  world.begin(history.server, history.messages);
  for (const [index, step] of history.steps.entries()) {
    try {
      await within(STEP_LIMIT_MS, teller.tell(step));
    } catch (error) {
      const place = `step ${index + 1} (${stepInWords(step)})`;
      throw new Error(
        `${place}: ${error instanceof Error ? error.message : String(error)}\n${inWords(history)}`,
        { cause: error },
      );
    }
  }
  await within(STEP_LIMIT_MS, teller.end());
  return teller.tally;
}

class Teller {
  readonly tally = countNothing();
  readonly #world: World;
  readonly #history: History;
  readonly #people: readonly [Person, Person];
  /** What the unique-ids of this step's commits stood for, by what the page showed. */
  readonly #named = new Map<string, string>();
  /** The same of all steps: a commit may be settled long after it was asked for. */
  readonly #committed = new Map<string, string>();
  /** UIDL was refused once: from then on a reading may bear names that another one does not have. */
  #hasOtherNames = false;
  /** What commits of earlier steps may still remove, since nobody knows yet what became of them. */
  #unsettled: readonly string[] = [];
  /** The unique-ids whose removal this step's replies told of, or left open. */
  readonly #told = new Set<string>();
  /** Those that a reading of this step has shown to be gone. */
  readonly #seenGone = new Set<string>();

  constructor(world: World, history: History) {
    this.#world = world;
    this.#history = history;
    const shows = (row: Row) => (row.subject === "" ? world.subjectOf(row) : row.subject);
    this.#people = [new Person(world.gateway.browser(), shows), new Person(world.gateway.browser(), shows)];
  }

  /** Whether a unique-id stands for one message, and stays with it. */
  get #areIdsSound(): boolean {
    return this.#history.server !== "duplicate-unique-ids" && this.#history.server !== "without-uidl";
  }

  async tell(step: Step): Promise<void> {
    this.tally.steps += 1;
    this.#named.clear();
    this.#told.clear();
    this.#seenGone.clear();
    const before = this.#world.present();
    this.#world.truth.onlyThese(
      this.#unsettled,
      before.map(({ text }) => text),
    );
    await this.#perform(step);
    const present = this.#world.present();
    const left = new Set(present.map(({ uid }) => uid));
    this.#world.retire(
      before.map(({ uid }) => uid).filter((uid) => !left.has(uid)),
      this.#seenGone,
    );
    const trouble = "trouble" in step ? step.trouble : undefined;
    this.#unsettled = [];
    for (const person of this.#people) await this.#check(person, trouble);
    this.#requireNothingLost();
    this.#requireTold(before.map(({ text }) => text));
  }

  /** Everybody leaves; then the maildrop is free, and as it was. */
  async end(): Promise<void> {
    const before = this.#world.present().length;
    for (const person of this.#people) {
      person.lookAway();
      if (person.isSignedIn) await person.signOut();
    }
    await this.#world.unlocked();
    this.#requireNothingLost();
    require(this.#world.present().length === before, "signing out removed something");
  }

  async #perform(step: Step): Promise<void> {
    switch (step.kind) {
      case "deed":
        return this.#deeds(this.#people[step.who], [step.deed], step.trouble);
      case "together":
        return this.#deeds(this.#people[0], step.deeds, step.trouble);
      case "deliver":
        return this.#world.deliver(step.count, step.isReused);
      case "other-client":
        return this.#world.otherClient(step.pick);
      case "renumber":
        return this.#world.renumber(step.first);
      case "look-away":
        return this.#lookAway(this.#people[step.who]);
      case "look-again": {
        const person = this.#people[step.who];
        return person.isSignedIn && !person.isLooking ? person.look() : undefined;
      }
      case "restart":
        return this.#restart(step.isKilled);
      default:
        return step satisfies never;
    }
  }

  async #lookAway(person: Person): Promise<void> {
    const isAlone = this.#people.every((each) => each === person || !each.isSignedIn);
    person.lookAway();
    if (!isAlone) return;
    await this.#world.unlocked();
    this.tally.releases += 1;
  }

  async #restart(isKilled: boolean): Promise<void> {
    this.tally.restarts += 1;
    await this.#world.restart(isKilled);
    for (const person of this.#people) {
      const { cookie } = person;
      const wasSignedIn = person.isSignedIn;
      await person.moveTo(this.#world.gateway.browser(cookie));
      if (wasSignedIn && person.isSignedIn) this.tally.survivals += 1;
    }
  }

  async #deeds(person: Person, deeds: readonly Deed[], trouble: Trouble | undefined): Promise<void> {
    if (!person.isSignedIn) {
      const takesOver = deeds.some(({ kind }) => kind === "take-over");
      const { status } = await person.trySignIn(this.#world.login, takesOver);
      if (status !== 201) this.tally.refused += 1;
      if (status !== 201) return;
      if (person === this.#people[0] && !person.isLooking) await person.look();
    }
    await this.#readHeaders(person);
    if (trouble !== undefined) this.tally.troubles += 1;
    this.#hasOtherNames ||= isRefusedUidl(trouble);
    this.#world.begins(trouble);
    try {
      const [only, ...others] = deeds;
      const all = () => Promise.all(deeds.map((deed) => this.#deed(person, deed, trouble, false)));
      if (only !== undefined && others.length === 0) await this.#deed(person, only, trouble, true);
      else await person.atOnce(all);
    } finally {
      this.#world.ends();
    }
  }

  async #deed(person: Person, deed: Deed, trouble: Trouble | undefined, isAlone: boolean): Promise<void> {
    const { shown } = person;
    switch (deed.kind) {
      case "mark":
        return this.#count((await person.mark(...uidsOf(shown, deed.picks))).status);
      case "mark-old":
        return this.#count((await person.markBefore(...uidsOf(person.before.rows, deed.picks))).status);
      case "unmark": {
        const marked = shown.filter(({ isMarked }) => isMarked);
        return this.#count((await person.unmark(...uidsOf(marked, deed.picks))).status);
      }
      case "change":
        return this.#count(
          (await person.changeMarks(uidsOf(shown, deed.add), uidsOf(shown, deed.remove))).status,
        );
      case "open":
        return this.#open(person, deed);
      case "commit":
        return this.#commit(person, deed.stale, trouble, isAlone);
      case "reset":
        return this.#count((await person.reset()).status);
      case "refresh": {
        const { status } = await person.refresh();
        this.#count(status);
        const unsettled = await person.unsettled();
        return require(status !== 200 ||
          unsettled.length === 0, `still unsettled after a refresh: ${unsettled.join()}`);
      }
      case "sign-out":
        return person.signOut();
      case "take-over":
        return this.#count((await person.takeOver()).status);
      default:
        return deed satisfies never;
    }
  }

  async #open(person: Person, deed: Extract<Deed, { kind: "open" }>): Promise<void> {
    const candidates = deed.isMarked ? person.shown.filter(({ isMarked }) => isMarked) : person.shown;
    const [uid] = uidsOf(candidates, [deed.pick]);
    if (uid !== undefined) this.#count((await person.open(uid)).status);
  }

  async #commit(person: Person, stale: Stale, trouble: Trouble | undefined, isAlone: boolean): Promise<void> {
    const uids = uidsToCommit(person.shown, stale);
    const list = stale === "old" ? person.before : person.present;
    // There was no earlier reading, or nobody commits a message whose row shows nothing yet.
    if (list.generation === undefined) return;
    if (list.rows.some(({ uid, subject }) => uids.includes(uid) && subject === "")) return;
    for (const { uid, subject } of list.rows) {
      if (!uids.includes(uid)) continue;
      this.#named.set(uid, subject);
      this.#committed.set(uid, subject);
      this.#world.truth.mayGo(subject);
    }
    const { status, report } = await person.commit(uids, list);
    this.#count(status);
    for (const uid of report?.removed ?? []) this.#seenGone.add(uid);
    for (const uid of [
      ...(report?.removed ?? []),
      ...(report?.unknown ?? []),
      ...(await person.unsettled()),
    ]) {
      this.#told.add(uid);
    }
    if (report === undefined) return;
    this.tally.commits += 1;
    // What one commit left, another at the same time may have removed by now: the last word of the step tells.
    this.#requireTrue(isAlone ? report : { ...report, remaining: [] }, trouble);
  }

  /** Nothing that was committed goes without a word, least of all behind an error. */
  #requireTold(before: readonly string[]): void {
    const gone = new Set(this.#gone().filter((text) => before.includes(text)));
    const removed = [...this.#named].filter(([, text]) => gone.has(text));
    if (removed.length > 0) this.tally.removals += 1;
    const untold = removed.filter(([uid]) => !this.#told.has(uid));
    require(!this.#areIdsSound || untold.length === 0, `removed, and not told: ${untold.join(" ")}`);
  }

  /** @throws Error if the maildrop says otherwise */
  #requireTrue({ removed, remaining, unknown }: CommitReport, trouble: Trouble | undefined): void {
    if (unknown.length > 0) this.tally.unknowns += 1;
    require(unknown.length === 0 ||
      trouble !== undefined, `unknown, though nothing was wrong: ${unknown.join()}`);
    this.#requireAsTold(removed, remaining);
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

  async #readHeaders(person: Person): Promise<void> {
    for (let turn = 0; turn < HEADER_TURNS; turn += 1) {
      const rows = await person.rows();
      if (rows.every(({ subject }) => subject !== "")) return;
      // Released, lost, or held by somebody else: nothing reads them.
      if ((await person.mailbox()).state !== "transaction") return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** What a page shows must be true, whatever has just gone wrong. */
  async #check(person: Person, trouble: Trouble | undefined): Promise<void> {
    const { removed, remaining } = lastWord(person.reports);
    this.#requireAsTold(removed, remaining);
    for (const report of person.reports.splice(0)) person.settle(report);
    if (!person.isSignedIn) return;
    const { marks, problem, unsettled = [] } = await person.mailbox();
    this.#unsettled = [...this.#unsettled, ...unsettled.map((uid) => this.#committed.get(uid) ?? "")];
    const unasked = marks.uids.filter((uid) => !person.asked.has(uid));
    require(unasked.length === 0, `marked, but nobody asked: ${unasked.join()}`);
    for (const { uid, subject, isMarked } of marks.uids.length === 0 ? [] : await person.rows()) {
      const meant = person.asked.get(uid) ?? new Set([""]);
      const isSame =
        meant.has("") || subject === "" || meant.has(subject) || this.#world.haveSuccessor(meant);
      require(!isMarked ||
        isSame, `the mark of ${uid} was meant for ${[...meant].join()} and is on ${subject}`);
    }
    require(person.heard.complaints.length === 0, person.heard.complaints.join("; "));
    this.#checkConfirmed(person, new Set(marks.uids), trouble, problem?.code);
  }

  #checkConfirmed(
    person: Person,
    marked: ReadonlySet<string>,
    trouble: Trouble | undefined,
    problem: string | undefined,
  ): void {
    const texts = new Map(this.#world.present().map(({ uid, text }) => [uid, text]));
    // A server that refuses a command may cost marks: that deletes nothing, and the page shows it.
    const isByPlace = this.#history.server === "without-uidl-and-top";
    const mayLose =
      trouble?.kind === "server" ||
      isByPlace ||
      !this.#areIdsSound ||
      this.#hasOtherNames ||
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

  #gone(): string[] {
    return this.#world.truth.gone(this.#world.present().map(({ text }) => text));
  }

  #requireNothingLost(): void {
    const lost = this.#world.truth.lost(this.#world.present().map(({ text }) => text));
    require(lost.length === 0, `lost, though nobody committed it: ${lost.join()}`);
  }

  #count(status: number): void {
    if (status >= 400) this.tally.refused += 1;
    else this.tally.done += 1;
  }
}

function require(isTrue: boolean, complaint: string): void {
  if (!isTrue) throw new Error(complaint);
}
