import type { Row } from "@popgate/shared/api/message";
import type { Deed, History, Stale, Step, Trouble } from "../history.ts";
import { inWords, stepInWords } from "./history-in-words.ts";
import { Judge } from "./judge.ts";
import { Person } from "../world/person.ts";
import { uidsOf, uidsToCommit } from "./pick-rows.ts";
import { countNothing, type Tally } from "./tally.ts";
import { within } from "../world/within.ts";
import type { PresentMessage, World } from "../world/world.ts";

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
  world.begin(history.server, history.messages);
  const teller = new Teller(world);
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
  readonly #judge: Judge;
  readonly #people: readonly [Person, Person];
  /** The unique-ids that a report of this step has shown to be gone. */
  readonly #seenGone = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    this.#judge = new Judge(world, world.server, this.tally);
    const shows = (row: Row) => (row.subject === "" ? world.subjectOf(row) : row.subject);
    this.#people = [new Person(world.gateway.browser(), shows), new Person(world.gateway.browser(), shows)];
  }

  async tell(step: Step): Promise<void> {
    this.tally.steps += 1;
    this.#seenGone.clear();
    const before = this.#world.present();
    this.#judge.begin(before, "trouble" in step ? step.trouble : undefined);
    await this.#perform(step);
    this.#retire(before);
    await this.#judge.end(this.#people);
  }

  /** Everybody leaves; then the maildrop is free, and as it was. */
  async end(): Promise<void> {
    const before = this.#world.present();
    for (const person of this.#people) {
      person.lookAway();
      if (person.isSignedIn) await person.signOut();
    }
    await this.#world.unlocked();
    this.#judge.allLeft(before);
  }

  /** The unique-ids of what has gone are free. */
  #retire(before: readonly PresentMessage[]): void {
    const left = new Set(this.#world.present().map(({ uid }) => uid));
    const free = before.map(({ uid }) => uid).filter((uid) => !left.has(uid));
    this.#world.retire(free, this.#seenGone);
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
    this.#world.begins(trouble);
    try {
      const [only, ...others] = deeds;
      const all = () => Promise.all(deeds.map((deed) => this.#deed(person, deed, false)));
      if (only !== undefined && others.length === 0) await this.#deed(person, only, true);
      else await person.atOnce(all);
    } finally {
      this.#world.ends();
    }
    // What broke in this step must not be met as a surprise of the next one.
    if (trouble !== undefined) await this.#world.noticed();
  }

  async #deed(person: Person, deed: Deed, isAlone: boolean): Promise<void> {
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
        return this.#open(person, deed, isAlone);
      case "commit":
        return this.#commit(person, deed.stale, isAlone);
      case "reset":
        return this.#count((await person.reset()).status);
      case "refresh": {
        const { status } = await person.refresh();
        this.#count(status);
        const unsettled = await person.unsettled();
        if (status === 200) this.#judge.hearRefresh(unsettled);
        return;
      }
      case "sign-out":
        return person.signOut();
      case "take-over":
        return this.#count((await person.takeOver()).status);
      default:
        return deed satisfies never;
    }
  }

  async #open(person: Person, deed: Extract<Deed, { kind: "open" }>, isAlone: boolean): Promise<void> {
    const candidates = deed.isMarked ? person.shown.filter(({ isMarked }) => isMarked) : person.shown;
    const [uid] = uidsOf(candidates, [deed.pick]);
    if (uid === undefined) return;
    const { status, body } = await person.open(uid);
    this.#count(status);
    if (status !== 200 || !isAlone) return;
    // A new connection may have been made for it, and another message bear the name.
    const row = (await person.rows()).find((each) => each.uid === uid);
    this.#judge.hearOpened(row?.subject ?? "", body);
  }

  async #commit(person: Person, stale: Stale, isAlone: boolean): Promise<void> {
    const uids = uidsToCommit(person.shown, stale);
    const list = stale === "old" ? person.before : person.present;
    const rows = list.rows.filter(({ uid }) => uids.includes(uid));
    // There was no earlier reading, or nobody commits a message whose row shows nothing yet.
    if (list.generation === undefined || rows.some(({ subject }) => subject === "")) return;
    this.#judge.allow(rows);
    const { status, report } = await person.commit(uids, list);
    this.#count(status);
    for (const uid of report?.removed ?? []) this.#seenGone.add(uid);
    if (report !== undefined) this.tally.commits += 1;
    this.#judge.hearCommit(report, await person.unsettled(), isAlone);
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

  #count(status: number): void {
    if (status >= 400) this.tally.refused += 1;
    else this.tally.done += 1;
  }
}
