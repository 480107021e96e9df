import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDelayProxy } from "../support/line/delay-proxy.ts";
import { findProgram } from "../support/programs/require-program.ts";
import { backgroundDrain, IGNORE, medians, openBench, share, top, USER } from "./bench-session.ts";
import type { Address, Figure } from "./bench-session.ts";

/** Peers wait for each reply: 10,000 of these would take each of them over three minutes. */
export const PEER_MESSAGES = 200;
const ROUND_TRIP_MS = 20;
const NODE_POP3 = "node-pop3@0.11.0";

const POPLIB = `
import poplib, sys
server = poplib.POP3(sys.argv[1], int(sys.argv[2]))
server.user(sys.argv[3])
server.pass_(sys.argv[3])
for number in range(1, int(sys.argv[4]) + 1):
    server.top(number, 0)
`;
const NODE_POP3_RUN = `
import Pop3Command from "node-pop3";
const [host, port, user, count] = process.argv.slice(2);
const pop3 = new Pop3Command({ host, port: Number(port), user, password: user });
for (let number = 1; number <= Number(count); number += 1) await pop3.TOP(number, 0);
process.exit(0);
`;

/** Headers of 200 messages 20 ms away, as other clients fetch them: each a process with a sign-in of its own. */
export async function measurePeers(near: Address): Promise<Figure[]> {
  const far = await startDelayProxy(near.host, near.port, ROUND_TRIP_MS);
  const folder = mkdtempSync(join(tmpdir(), "popgate-bench-"));
  try {
    const peers = peersFor(far, folder);
    const [engine = 0, ...others] = await medians(3, [
      () => headers(far),
      ...peers.map(
        ({ command }) =>
          () =>
            run(command, folder),
      ),
    ]);
    return peers.map(({ name }, index) =>
      share(
        `${PEER_MESSAGES} headers by TOP with the sign-in, ${ROUND_TRIP_MS} ms away`,
        engine,
        { name, ms: others[index] ?? Number.NaN },
        1,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await far.stop();
  }
}

async function headers(server: Address): Promise<number> {
  const started = performance.now();
  const client = await openBench(server);
  await backgroundDrain(client, PEER_MESSAGES, (index) => ({ command: top(index), sink: IGNORE }));
  const elapsed = performance.now() - started;
  client.close("the bench is over");
  return elapsed;
}

interface Peer {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** Those that are here; a peer that is not is named, so that its line is missed by nobody. */
function peersFor({ host, port }: Address, folder: string): Peer[] {
  const account = [host, String(port), USER, String(PEER_MESSAGES)];
  const peers: Peer[] = [];
  const python = findProgram("python3");
  if (python === undefined) console.warn("left out: python3 is not installed");
  else peers.push({ name: "Python poplib", command: [python, "-c", POPLIB, ...account] });
  const curl = findProgram("curl");
  const url = `pop3://${USER}:${USER}@${host}:${port}/[1-${PEER_MESSAGES}]`;
  if (curl === undefined) console.warn("left out: curl is not installed");
  else peers.push({ name: "curl (RETR)", command: [curl, "-s", "-o", "/dev/null", url] });
  const installed = spawnSync("npm", ["install", "--no-save", "--silent", "--prefix", folder, NODE_POP3]);
  if (installed.status !== 0) console.warn(`left out: ${NODE_POP3} could not be installed`);
  else
    peers.push({
      name: NODE_POP3,
      command: [process.execPath, "--input-type=module", "-e", NODE_POP3_RUN, "-", ...account],
    });
  return peers;
}

async function run([program, ...args]: readonly [string, ...string[]], folder: string): Promise<number> {
  const started = performance.now();
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`);
  return performance.now() - started;
}
