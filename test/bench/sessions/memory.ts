import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../../support/programs/ports.ts";
import { generatedMessage } from "../../support/programs/maildir.ts";
import { ResidentMemory } from "../resident.ts";
import { times, type Section } from "../section.ts";
import { startGatewayFor } from "./gateway-for.ts";
import { Inspector } from "./inspector.ts";
import { MESSAGES_EACH, startDovecotOfMany, startReadyServer, userName } from "./mail-servers.ts";
import { PopgateVisitor } from "./popgate-visitor.ts";
import { Stops } from "./stops.ts";

/** The first ones grow what the process has once: compiled code, pools, the store's pages. */
const SESSIONS = { first: 20, counted: 100 };
const AT_ONCE = 5;
/** How long the process is left alone before it is looked at. */
const SETTLES_MS = 3_000;

interface Look {
  readonly resident: number;
  readonly residentCollected: number;
  readonly heapCollected: number;
}

/** What a session adds to the gateway's memory when all its headers have been read. */
export async function measureMemory(): Promise<Section> {
  const mailboxes = SESSIONS.first + SESSIONS.counted;
  const rows = [
    await Stops.whileRunning(async (stops) =>
      against("with its answers ready", await startReadyServer(stops), stops),
    ),
    await Stops.whileRunning(async (stops) =>
      against("Dovecot", await startDovecotOfMany(mailboxes, stops), stops),
    ),
  ];
  return {
    title: "Memory of a session",
    note:
      `Sessions with ${MESSAGES_EACH.toLocaleString("en")} messages each whose headers have all been read, a page's event socket open. ` +
      `What ${SESSIONS.counted} of them added to the gateway's process when ${SESSIONS.first} were there before, by session: its resident size as it stands three seconds later, ` +
      "the same after a garbage collection, and the JavaScript heap after it. " +
      "The last column compares the resident size with the octets of the headers as the server sends them.",
    columns: ["Mail server", "Resident", "Collected", "Heap", "Headers", "Resident by headers"],
    rows,
  };
}

async function against(name: string, port: number, stops: Stops): Promise<string[]> {
  const inspectorPort = await freePort();
  const gateway = stops.add(
    await startGatewayFor(port, {
      // The address of the page is the first one that the gateway prints, so the inspector prints none.
      NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort} --inspect-publish-uid=http`,
    }),
  );
  const inspector = stops.add(await Inspector.connect(inspectorPort));
  const resident = new ResidentMemory(gateway.pid);
  const look = async (): Promise<Look> => {
    await delay(SETTLES_MS);
    const asItStands = resident.now;
    const heapCollected = await inspector.collectedHeap();
    return { resident: asItStands, residentCollected: resident.now, heapCollected };
  };
  const names = Array.from({ length: SESSIONS.first + SESSIONS.counted }, (_, nth) => userName(nth));
  await stay(gateway.url, names.slice(0, SESSIONS.first));
  const before = await look();
  await stay(gateway.url, names.slice(SESSIONS.first));
  const after = await look();
  const each = (field: keyof Look) => (after[field] - before[field]) / SESSIONS.counted;
  const headers = headerOctets();
  const ratio = times(each("resident") / headers);
  const sizes = [each("resident"), each("residentCollected"), each("heapCollected"), headers];
  return [name, ...sizes.map((octets) => `${Math.round(octets / 1000)} kB`), ratio];
}

/** Some at a time sign in and stay until their headers have been read. */
async function stay(url: string, names: readonly string[]): Promise<void> {
  const waiting = [...names];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let user = waiting.shift(); user !== undefined; user = waiting.shift()) {
        const visitor = await PopgateVisitor.arrive(url, user);
        await visitor.firstRows();
        await visitor.untilSwept(MESSAGES_EACH);
      }
    }),
  );
}

function headerOctets(): number {
  let octets = 0;
  for (let nth = 1; nth <= MESSAGES_EACH; nth += 1) octets += generatedMessage(nth).indexOf("\r\n\r\n") + 4;
  return octets;
}
