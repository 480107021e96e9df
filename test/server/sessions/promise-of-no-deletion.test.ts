import fc from "fast-check";
import { expect, it } from "vitest";
import type { Fault } from "@popgate/server/demo/faults/fault";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import type { SessionSnapshot } from "@popgate/server/sessions/connection/session-snapshot";
import { startDemoBench } from "../../support/demo-session.ts";

const UIDS = ["m1", "m2", "m3"];
const uids = fc.uniqueArray(fc.constantFrom(...UIDS), { minLength: 1, maxLength: 2 });

/** What may go wrong with the server or the line while people click. */
const FAULTS: readonly Fault[] = [
  { kind: "refuse", verb: "RSET", text: "no" },
  { kind: "refuse", verb: "DELE", text: "no", nth: 2 },
  { kind: "cut", verb: "RSET", afterOctets: 0 },
  { kind: "cut", verb: "DELE", afterOctets: 0, nth: 2 },
  { kind: "cut", verb: "DELE", afterOctets: 2, nth: 1 },
  { kind: "cut", verb: "RETR", afterOctets: 30 },
  { kind: "cut", verb: "UIDL", afterOctets: 5 },
  { kind: "cutQuit", at: "beforeUpdate" },
  { kind: "cutQuit", at: "beforeReply" },
  { kind: "cutQuit", at: "afterReply" },
  { kind: "failUpdate", removes: 1 },
];

type Action = (session: MailSession) => Promise<unknown>;

/** What a page saw is for the commit; the process may end and another begin with what it kept. */
type Deed = { readonly name: string; readonly run: Action } | "commit" | "restart";

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(uids, uids).map(([add, remove]) => ({
    name: `mark ${add.join()} unmark ${remove.join()}`,
    run: (session: MailSession) => session.changeMarks({ add, remove }),
  })),
  uids.map((add) => ({
    name: `mark ${add.join()}`,
    run: (session: MailSession) => session.changeMarks({ add, remove: [] }),
  })),
  fc.constantFrom(...UIDS).map((uid) => ({
    name: `read ${uid}`,
    run: (session: MailSession) => session.fetch(uid),
  })),
  fc.constantFrom(
    { name: "reset", run: (session: MailSession) => session.reset() },
    { name: "refresh", run: (session: MailSession) => session.refresh() },
    { name: "hand over", run: (session: MailSession) => session.handOver() },
    { name: "take over", run: (session: MailSession) => session.takeOver() },
  ),
  fc.constantFrom("commit" as const, "restart" as const),
);

/** Half of the steps go well, so that what went wrong before can do harm. */
const step = fc.record({ fault: fc.oneof(fc.constant(undefined), fc.constantFrom(...FAULTS)), deed });

it("whatever breaks and whatever is clicked, only what a person saw marked and committed is removed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const bench = await startDemoBench(UIDS.length);
      let committing: readonly string[] = [];
      const unasked: string[] = [];
      bench.demo.control.subscribe((event) => {
        if (event.kind !== "updated") return;
        unasked.push(...event.removed.filter((uid) => !committing.includes(uid)));
      });
      try {
        let kept: SessionSnapshot | undefined;
        const keep = async (snapshot: SessionSnapshot) => void (kept = snapshot);
        let session = bench.session({ keep });
        await session.open();
        for (const { fault, deed: next } of steps) {
          bench.demo.control.setFaults(...(fault === undefined ? [] : [fault]));
          committing = next === "commit" ? session.mailbox().marks.uids : [];
          if (next === "restart") {
            await session.close();
            session = bench.session({ keep, snapshot: kept ?? session.snapshot() });
            continue;
          }
          // Many of these must fail; what they may not do is delete.
          await (next === "commit" ? session.commit(committing) : next.run(session)).catch(() => {});
        }
        committing = [];
        await session.close();
        expect(unasked).toEqual([]);
      } finally {
        await bench.close();
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);
