import { once } from "node:events";
import { connect } from "node:net";
import { LinePeer } from "../../support/line/line-peer.ts";
import { milliseconds, times, type Section } from "../section.ts";
import { startGatewayFor } from "./gateway-for.ts";
import { MESSAGES_EACH, startReadyServer, userName } from "./mail-servers.ts";
import { Poller } from "./polled.ts";
import { PopgateVisitor } from "./popgate-visitor.ts";
import { Stops } from "./stops.ts";

const PEOPLE = 100;
/** Each opens another message: the gateway keeps what was opened once. The first round warms up. */
const ROUNDS = 10;
const PERSONS = Array.from({ length: PEOPLE }, (_, nth) => userName(nth));

/** A hundred people with a session each open a message in one moment. */
export async function measureOpening(): Promise<Section> {
  return Stops.whileRunning(async (stops) => {
    const port = await startReadyServer(stops);
    const gateway = stops.add(await startGatewayFor(port));
    const poller = await Poller.start(gateway.url, stops);
    const visitors = await signedIn(gateway.url);
    const sockets = await Promise.all(PERSONS.map((user) => socketOf(port, user)));
    const ours: number[] = [];
    const bare: number[] = [];
    const waits = { livez: 0, idle: 0 };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const opened: number[] = [];
      const { livezMs, idleMs } = await poller.during(async () => {
        opened.push(...(await timed(visitors.map((visitor) => () => visitor.open(round)))));
      });
      const retrieved = await timed(
        sockets.map((socket) => () => socket.askLines(`RETR ${MESSAGES_EACH - round}`)),
      );
      if (round === 0) continue;
      ours.push(...opened);
      bare.push(...retrieved);
      waits.livez = Math.max(waits.livez, livezMs);
      waits.idle = Math.max(waits.idle, idleMs);
    }
    await Promise.all(visitors.map((visitor) => visitor.signOut()));
    return {
      title: `${PEOPLE} people open a message at once`,
      note:
        "Each in a session whose headers have all been read, a message of five kilobytes that nobody has opened before, all in one moment; until the message is there as JSON. " +
        "Beside it as many bare sockets that are signed in and send RETR. The mail server has its answers ready. " +
        `Of ${ROUNDS} rounds together. The longest wait for livez meanwhile was ${milliseconds(waits.livez)}, for a server that does nothing else ${milliseconds(waits.idle)}.`,
      columns: ["Who", "p50", "p99", "p99 by p50", "p99 by the bare sockets'"],
      rows: [row("Popgate", ours, bare), row("bare sockets", bare, bare)],
    };
  });
}

async function signedIn(url: string): Promise<PopgateVisitor[]> {
  const visitors: PopgateVisitor[] = [];
  // One after the other: sixty at once are another figure.
  for (const user of PERSONS) {
    const visitor = await PopgateVisitor.arrive(url, user);
    await visitor.firstRows();
    await visitor.untilSwept(MESSAGES_EACH);
    visitors.push(visitor);
  }
  return visitors;
}

async function socketOf(port: number, user: string): Promise<LinePeer> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await once(socket, "connect");
  const peer = new LinePeer(socket);
  await peer.line();
  await peer.ask(`USER ${user}`);
  await peer.ask(`PASS ${user}`);
  return peer;
}

/** Milliseconds that each of them took, all begun in this moment. */
function timed(all: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const started = performance.now();
  return Promise.all(
    all.map(async (work) => {
      await work();
      return performance.now() - started;
    }),
  );
}

function row(who: string, taken: readonly number[], bare: readonly number[]): string[] {
  const [p50, p99] = [percentile(taken, 0.5), percentile(taken, 0.99)];
  return [who, milliseconds(p50), milliseconds(p99), times(p99 / p50), times(p99 / percentile(bare, 0.99))];
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}
