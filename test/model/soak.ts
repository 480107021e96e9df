import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { addTally, countNothing } from "./telling/tally.ts";
import { tellHistories, type Told } from "./telling/tell-histories.ts";

// `npm run soak -- [--peace | --lies] [--unshrunk] [--histories N] [--seed S] [--seconds T] [--workers W]`: histories
// of trouble, of peace, or on servers that lie, in as many processes as there are cores, until they are told or the
// time is over. Exits 1 at the first lie, which is told as it was, or as short as it can be made.

/** Seeds of one batch of one worker: no two batches share any. */
const SEEDS_OF_BATCH = 100;
const HISTORIES_OF_BATCH = 400;
/** Whoever starts it without a word goes to lunch. */
const DEFAULT_HISTORIES = 100_000;
const DEFAULT_SECONDS = 86_400;

const { values } = parseArgs({
  options: {
    peace: { type: "boolean", default: false },
    lies: { type: "boolean", default: false },
    unshrunk: { type: "boolean", default: false },
    histories: { type: "string" },
    seed: { type: "string" },
    seconds: { type: "string" },
    workers: { type: "string" },
    batch: { type: "string" },
  },
});

if (values.batch === undefined) await soak();
else await tellBatch(Number(values.batch), Number(values.histories), Number(values.seconds));

/** In a worker: one batch, its result to the parent. */
async function tellBatch(seed: number, histories: number, seconds: number): Promise<void> {
  const honest = values.peace ? "peace" : "trouble";
  const realm = values.lies ? "lies" : honest;
  const told = await tellHistories({ seed, histories, seconds, realm, isUnshrunk: values.unshrunk });
  process.send?.(told, () => process.exit());
}

async function soak(): Promise<void> {
  const histories = Number(values.histories ?? DEFAULT_HISTORIES);
  const first = Number(values.seed ?? Date.now() % 1_000_000_000);
  const until = Date.now() + Number(values.seconds ?? DEFAULT_SECONDS) * 1_000;
  const workers = Number(values.workers ?? availableParallelism());
  const started = Date.now();
  const tally = countNothing();
  let asked = 0;
  let told = 0;
  let next = first;
  let hasFailed = false;
  const work = async () => {
    while (asked < histories && Date.now() < until && !hasFailed) {
      const size = Math.min(HISTORIES_OF_BATCH, histories - asked);
      const seed = next;
      asked += size;
      next += SEEDS_OF_BATCH;
      const result = await batch(seed, size, (until - Date.now()) / 1_000);
      told += result.histories;
      addTally(tally, result.tally);
      // At once: the other workers may take their time.
      if (result.failure !== undefined) console.error(result.failure);
      hasFailed ||= result.failure !== undefined;
      const seconds = (Date.now() - started) / 1_000;
      console.log(
        `${told} histories, ${tally.removals} removals, ${tally.troubles} troubles, ${(told / seconds).toFixed(1)} a second`,
      );
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  console.log(`seeds ${first} to ${next - 1}: ${JSON.stringify(tally)}`);
  process.exitCode = hasFailed ? 1 : 0;
}

function batch(seed: number, histories: number, seconds: number): Promise<Told> {
  return new Promise((resolve) => {
    const child: ChildProcess = fork(import.meta.filename, [
      "--batch",
      String(seed),
      "--histories",
      String(histories),
      "--seconds",
      String(seconds),
      ...(["peace", "lies", "unshrunk"] as const).flatMap((flag) => (values[flag] ? [`--${flag}`] : [])),
    ]);
    // A worker sends one message, and it is this.
    child.once("message", (message) => resolve(message as Told));
    child.once("exit", (code) =>
      resolve({
        histories: 0,
        tally: countNothing(),
        failure: `seed ${seed}: the worker ended with ${code}`,
      }),
    );
  });
}
