import { expect } from "vitest";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import {
  DIRECTIONS,
  startCutProxy,
  type Cut,
  type CutProxy,
  type Direction,
} from "../support/line/cut-proxy.ts";
import { startGatewayBench, type GatewayBench } from "./world/gateway-bench.ts";
import { Person, type CommitAnswer } from "./world/person.ts";

const UIDS = ["m1", "m2", "m3", "m4"];
const PASSWORD = "tanstaaf";
/** Runs at a time: most of them wait for a socket. */
const AT_ONCE = 16;

/** What a person does while the line breaks. */
export interface Script {
  /** What is done before the octets are counted. */
  readonly before?: (person: Person) => Promise<unknown>;
  /** @returns the commit, if it comes to one */
  readonly act: (person: Person) => Promise<CommitAnswer | undefined>;
}

export interface RunResult {
  /** Octets that what was counted took. */
  readonly passed: Readonly<Record<Direction, number>>;
  /** Messages that left the maildrop, all of them committed. */
  readonly removed: number;
}

export interface CutRuns {
  /** A run that nothing disturbs. */
  measure(script: Script): Promise<RunResult>;
  /** Runs the script once for each cut. @throws the first lie @returns in how many of them mail was removed */
  runAll(script: Script, cuts: readonly Cut[]): Promise<{ readonly removing: number }>;
  close(): Promise<void>;
}

/** Every place where a run of this length can be cut, both its ends included. */
export function everyCut(length: Record<Direction, number>, step = 1): Cut[] {
  return DIRECTIONS.flatMap((direction) =>
    Array.from({ length: Math.floor(length[direction] / step) + 1 }, (_, nth) => ({
      direction,
      octets: nth * step,
    })),
  );
}

export async function startCutRuns({ isSecure = false } = {}): Promise<CutRuns> {
  const demo = await startDemo({ failedLoginDelayMs: 0, messages: [], sessionsPerAddress: 10_000 });
  const proxies = await Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      startCutProxy(demo.host, isSecure ? demo.pop3sPort : demo.pop3Port),
    ),
  );
  const gateway = await startGatewayBench({
    ports: proxies.map(({ port }) => port),
    ...(isSecure ? { caPem: demo.caPem } : {}),
  });
  let users = 0;

  const run = async (script: Script, proxy: CutProxy, cut?: Cut) => {
    users += 1;
    const user = `kim${String(users).padStart(6, "0")}`;
    demo.control.createMailbox({ user, password: PASSWORD });
    for (const uid of UIDS) demo.control.deliver(user, Buffer.from(`Subject: ${uid}\r\n\r\n${uid}\r\n`), uid);
    try {
      return await tell({ demo, gateway, proxy, user, isSecure }, script, cut);
    } catch (error) {
      throw new Error(
        `${cut === undefined ? "no cut" : `cut ${cut.direction} after ${cut.octets}`}: ${String(error)}`,
        { cause: error },
      );
    } finally {
      proxy.cutAll();
    }
  };

  return {
    async measure(script) {
      const [proxy] = proxies;
      if (proxy === undefined) throw new Error("no proxy");
      return run(script, proxy);
    },
    async runAll(script, cuts) {
      const waiting = [...cuts];
      let removing = 0;
      const work = async (proxy: CutProxy) => {
        for (let cut = waiting.pop(); cut !== undefined; cut = waiting.pop()) {
          const { removed } = await run(script, proxy, cut);
          if (removed > 0) removing += 1;
        }
      };
      await Promise.all(proxies.map(work));
      return { removing };
    },
    async close() {
      await gateway.close();
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await demo.close();
    },
  };
}

interface Stage {
  readonly demo: DemoServer;
  readonly gateway: GatewayBench;
  readonly proxy: CutProxy;
  readonly user: string;
  readonly isSecure: boolean;
}

/** One run, and everything that must be true after it. */
async function tell(
  { demo, gateway, proxy, user, isSecure }: Stage,
  script: Script,
  cut: Cut | undefined,
): Promise<RunResult> {
  const present = () => demo.control.peek(user).map(({ uid }) => uid);
  const person = new Person(gateway.browser());
  const begin = async () => {
    await person.signIn({ user, password: PASSWORD, port: proxy.port, isSecure });
    await person.readHeaders();
  };
  if (script.before !== undefined) {
    await begin();
    await script.before(person);
  }
  proxy.countAgain(cut);
  if (script.before === undefined) await begin();
  const commit = await script.act(person);
  const passed = { ...proxy.passed };
  const { hasCut } = proxy;
  proxy.countAgain();
  const after = present();
  const gone = UIDS.filter((uid) => !after.includes(uid));
  requireTrueCommit(commit, gone, hasCut);

  // The line is whole again: the person looks at what became of it.
  expect(await person.refresh()).toMatchObject({ status: 200 });
  const mailbox = await person.mailbox();
  expect(present(), "a refresh removes nothing").toEqual(after);
  expect(mailbox).toMatchObject({ state: "transaction", messages: after.length });
  expect(mailbox.unsettled ?? 0, "nothing stays unsettled on a whole line").toBe(0);
  const marks = new Set(await person.marks());
  expect(
    [...marks].filter((uid) => !person.asked.has(uid)),
    "marked, but nobody asked",
  ).toEqual([]);
  const lost = [...person.confirmed].filter((uid) => after.includes(uid) && !marks.has(uid));
  expect(lost, "confirmed, but no longer marked").toEqual([]);
  await person.signOut();
  expect(present(), "signing out removes nothing").toEqual(after);
  return { passed, removed: gone.length };
}

/** All that was committed is gone, or nothing is; and the report says which. */
function requireTrueCommit(commit: CommitAnswer | undefined, gone: readonly string[], hasCut: boolean): void {
  const asked = commit?.asked.toSorted() ?? [];
  if (gone.length > 0) expect(gone, "gone from the maildrop").toEqual(asked);
  if (commit === undefined) return;
  const { report, status } = commit;
  if (report === undefined) {
    expect(gone, `a commit that was answered ${status} removed something`).toEqual([]);
    return;
  }
  const { removed, remaining, unknown } = report;
  expect([...removed, ...remaining, ...unknown].toSorted(), "the report names what was committed").toEqual(
    asked,
  );
  if (!hasCut) expect(unknown, "unknown, though the line is whole").toEqual([]);
  expect(
    removed.filter((uid) => !gone.includes(uid)),
    "told as removed, but there",
  ).toEqual([]);
  expect(
    remaining.filter((uid) => gone.includes(uid)),
    "told as remaining, but gone",
  ).toEqual([]);
}
