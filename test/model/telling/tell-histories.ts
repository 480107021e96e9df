import fc from "fast-check";
import { history, type Realm } from "../history.ts";
import { inWords } from "./history-in-words.ts";
import { addTally, countNothing, type Tally } from "./tally.ts";
import { tellHistory } from "./tell-history.ts";
import type { ServerKind } from "../world/servers.ts";
import { World } from "../world/world.ts";

/** Histories at a time in one process: many of them wait for a lock or a deadline. */
const WORLDS = 8;
/** For as long a shorter history that shows the same is looked for; the rest of the histories is not told then. */
const SHRINKING_MS = 60_000;

export interface Telling {
  readonly seed: number;
  readonly histories: number;
  readonly realm: Realm;
  /** Absent: those of the realm. */
  readonly servers?: readonly ServerKind[];
  /** The first lie as it was told, since a search for the shortest may take longer than all histories. */
  readonly isUnshrunk?: boolean;
  /** Nothing new is begun after this. */
  readonly seconds?: number;
  readonly onProgress?: (told: number) => void;
}

export interface Told {
  readonly histories: number;
  readonly tally: Tally;
  /** The first lie: seed, path, what was wrong and the shortest history that shows it. */
  readonly failure: string | undefined;
}

/** Tells many histories, each world those of a seed of its own: `seed`, `seed + 1` and so on. */
export async function tellHistories(telling: Telling): Promise<Told> {
  const tally = countNothing();
  let histories = 0;
  let failedAt: number | undefined;
  const share = Math.ceil(telling.histories / WORLDS);
  const failures = await Promise.all(
    Array.from({ length: WORLDS }, async (_, nth) => {
      let world = await World.start();
      const property = fc.asyncProperty(history(telling.realm, telling.servers), async (each) => {
        // To the search for a shorter one it looks as if nothing else failed, so that it ends.
        if (failedAt !== undefined && performance.now() - failedAt > SHRINKING_MS) return;
        try {
          addTally(tally, await tellHistory(world, each));
        } catch (error) {
          failedAt ??= performance.now();
          // What a failed history left behind must not fail the next one.
          await world.close();
          world = await World.start();
          throw error;
        }
        histories += 1;
        telling.onProgress?.(histories);
      });
      const details = await fc.check(property, {
        seed: telling.seed + nth,
        numRuns: share,
        endOnFailure: telling.isUnshrunk === true,
        ...(telling.seconds === undefined ? {} : { interruptAfterTimeLimit: telling.seconds * 1_000 }),
      });
      await world.close();
      return details.failed && details.counterexample !== null ? failureInWords(details) : undefined;
    }),
  );
  return { histories, tally, failure: failures.find((failure) => failure !== undefined) };
}

function failureInWords(details: fc.RunDetails<[Parameters<typeof inWords>[0]]>): string {
  const { seed, counterexamplePath, errorInstance, counterexample } = details;
  const wrong = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return [
    `seed ${seed}, path ${counterexamplePath ?? "none"}, after ${details.numRuns} histories`,
    wrong,
    JSON.stringify(counterexample?.[0]),
  ].join("\n");
}
