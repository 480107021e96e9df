import type { Marks, MarksDelta } from "@popgate/shared/api/mailbox";
import { planMarks } from "@popgate/server/maildrop/mark-plan";
import { MarkSet } from "@popgate/server/maildrop/marks";
import { isBehind } from "@popgate/web/state/mailbox/known-marks";
import { uidsOf } from "@popgate/web/state/mailbox/uid-set";
import type { MarksView } from "@popgate/web/state/mailbox/marks-view";
import { INITIAL_STATE, type PageState } from "@popgate/web/state/page-state";
import { reduce } from "@popgate/web/state/reducer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleMailbox } from "./samples.ts";

const UIDS = Array.from({ length: 9 }, (_, nth) => `u${String(nth)}`);
const octetsOf = (uid: string): number => 2 ** UIDS.indexOf(uid);
const message = (uid: string) => ({ uid, octets: octetsOf(uid) });

/** What happens at the gateway; what it tells; what becomes of that on the way to one of the pages. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ add: fc.subarray(UIDS), remove: fc.subarray(UIDS) }) },
  { weight: 1, arbitrary: fc.constant("reset" as const) },
  { weight: 1, arbitrary: fc.constant("lost" as const) },
  { weight: 5, arbitrary: fc.constant("tell" as const) },
  { weight: 8, arbitrary: fc.record({ page: fc.nat(2), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ resync: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ reads: fc.nat(2) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A gateway's marks, and three pages that hear of them out of order, twice, or not at all. */
class Scene {
  readonly #marks = new MarkSet();
  readonly #history = new Map<number, Marks>();
  readonly #sent: MarksDelta[] = [];
  #told = 0;
  readonly #pages: PageState[];

  constructor() {
    this.#history.set(0, this.#marks.whole());
    const mailbox = sampleMailbox({ marks: this.#marks.summary() });
    this.#pages = Array.from({ length: 3 }, () => reduce(INITIAL_STATE, { type: "signed-in", mailbox }));
  }

  take(done: Step): void {
    if (done === "reset") this.#marks.clear();
    else if (done === "lost") this.#marks.forgetServer();
    else if (done === "tell") this.#tell();
    else if ("add" in done) {
      const plan = planMarks(this.#marks, done.add, done.remove);
      this.#marks.carriedOut(plan, plan.dele.map(message), []);
    } else if ("resync" in done) this.resync(done.resync);
    else if ("reads" in done) this.#reads(done.reads);
    else this.#deliver(done.page, done.pick);
    this.#history.set(this.#marks.revision, this.#marks.whole());
  }

  /** What the pages show: all marks of the revision that they know, and the figures that they were told last. */
  shown(): readonly object[] {
    return this.#views().map(({ known, count, octets }) => ({
      uids: uidsOf(known.uids).toSorted(),
      count,
      octets,
    }));
  }

  /** The same as it was at the gateway. */
  truth(): readonly object[] {
    return this.#views().map(({ known }) => {
      const told = this.#history.get(known.told.revision);
      return {
        uids: this.#history.get(known.revision)?.uids.toSorted(),
        count: told?.count,
        octets: told?.octets,
      };
    });
  }

  /** The revision of each page that knows all marks as they are now. */
  upToDate(): readonly number[] {
    return this.#views().flatMap(({ known }) => (isBehind(known) ? [] : [known.revision]));
  }

  get revision(): number {
    return this.#marks.revision;
  }

  /** Everything is told at last, as after a lost line: who is behind reads all. */
  resync(page: number): void {
    const mailbox = sampleMailbox({ marks: this.#marks.summary() });
    this.#hear(page, { type: "resynced", mailboxes: [mailbox] });
    if (isBehind(this.#viewOf(page).known)) this.#reads(page);
  }

  #tell(): void {
    if (this.#marks.revision === this.#told) return;
    this.#sent.push(this.#marks.since(this.#told));
    this.#told = this.#marks.revision;
  }

  /** Any change that was ever told: late, early, or once more. */
  #deliver(page: number, pick: number): void {
    const delta = this.#sent[pick % Math.max(1, this.#sent.length)];
    if (delta) this.#hear(page, { type: "event", event: { type: "marks", mailboxId: "m1", delta } });
  }

  #reads(page: number): void {
    this.#hear(page, { type: "marks-read", mailboxId: "m1", marks: this.#marks.whole() });
  }

  #hear(page: number, action: Parameters<typeof reduce>[1]): void {
    this.#pages[page] = reduce(this.#pages[page] ?? INITIAL_STATE, action);
  }

  #views(): MarksView[] {
    return [...this.#pages.keys()].map((page) => this.#viewOf(page));
  }

  #viewOf(page: number): MarksView {
    const view = this.#pages[page]?.mailboxes.get("m1")?.marks;
    if (!view) throw new Error(`page ${String(page)} has no mailbox`);
    return view;
  }
}

test("pages that hear of changes late, twice, in another order or not at all show the same marks in the end", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const scene = new Scene();
      for (const done of steps) {
        scene.take(done);
        expect(scene.shown()).toEqual(scene.truth());
      }
      for (const page of [0, 1, 2]) scene.resync(page);
      expect(scene.shown()).toEqual(scene.truth());
      expect(scene.upToDate()).toEqual([scene.revision, scene.revision, scene.revision]);
    }),
    { numRuns: 300 },
  );
});
