import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startDovecot } from "../../support/programs/dovecot.ts";
import { findProgram } from "../../support/programs/require-program.ts";
import { medians } from "../bench-session.ts";
import { milliseconds, times, type Section } from "../section.ts";
import { USER } from "./webmail.ts";

const MESSAGES = 10_000;
const ROUNDS = 15;

const POPLIB = `
import poplib, sys, time
started = time.perf_counter()
box = poplib.POP3("127.0.0.1", int(sys.argv[1]))
box.user(sys.argv[2])
box.pass_(sys.argv[2])
box.stat()
numbers = box.list()[1]
names = box.uidl()[1]
print((time.perf_counter() - started) * 1000, len(numbers) + len(names))
`;

/** What a sign-in asks the server before it can show a list, by the engine, a bare socket and Python. */
export async function measureInventory(): Promise<Section> {
  const dovecot = await startDovecot({ users: [{ user: USER, password: USER, messages: MESSAGES }] });
  try {
    const account = [String(dovecot.port), USER];
    const python = findProgram("python3");
    if (python === undefined) console.warn("left out: python3 is not installed");
    const clients: readonly (readonly [string, string, readonly string[]])[] = [
      ["bare socket, parses nothing", process.execPath, [scriptPath("inventory-socket.mjs")]],
      ["Popgate's engine", process.execPath, [scriptPath("inventory-engine.mjs")]],
      ...(python === undefined ? [] : [["Python's poplib", python, ["-c", POPLIB]] as const]),
    ];
    const taken = await medians(
      ROUNDS,
      clients.map(
        ([, program, args]) =>
          async () =>
            printedMilliseconds(program, [...args, ...account]),
      ),
    );
    const [raw = Number.NaN] = taken;
    return {
      title: "What a sign-in asks first",
      note:
        `Connect, sign in, STAT, LIST and UIDL of ${MESSAGES.toLocaleString("en")} messages from Dovecot on the same machine, each time in a process of its own whose code is still cold. ` +
        "The clock runs from the call that connects, when the program has been loaded, to the last line parsed. The engine asks for capabilities too, as it does in the gateway; " +
        `the bare socket sends USER, PASS and the rest, reads to the end and looks at nothing. Median of ${ROUNDS} that take turns.`,
      columns: ["Client", "Time", "By the bare socket"],
      rows: clients.map(([name], nth) => {
        const ms = taken[nth] ?? Number.NaN;
        return [name, milliseconds(ms), times(ms / raw)];
      }),
    };
  } finally {
    await dovecot.stop();
  }
}

function scriptPath(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Runs a client that prints its milliseconds and, if it parses them, how many lines it was told. */
function printedMilliseconds(program: string, args: readonly string[]): number {
  const [ms = "", lines = String(2 * MESSAGES)] = execFileSync(program, args, { encoding: "utf8" })
    .trim()
    .split(" ");
  if (Number(lines) !== 2 * MESSAGES) throw new Error(`${program} was told ${lines} lines`);
  return Number(ms);
}
