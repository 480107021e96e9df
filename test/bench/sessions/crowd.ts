import { freePort } from "../../support/programs/ports.ts";
import { hasRoundcube, imapListener, startRoundcube } from "../../support/programs/roundcube.ts";
import { rawDrain } from "../bench-session.ts";
import { median, milliseconds, times, type Section } from "../section.ts";
import { startGatewayFor } from "./gateway-for.ts";
import { MESSAGES_EACH, startDovecotOfMany, startReadyServer, userName } from "./mail-servers.ts";
import { Poller, type Waits } from "./polled.ts";
import { PopgateVisitor } from "./popgate-visitor.ts";
import { RoundcubeVisitor } from "./roundcube-visitor.ts";
import { Stops } from "./stops.ts";
import { FIRST_ROWS } from "./webmail.ts";

const PEOPLE = 60;
const ROUNDS = 3;
const PERSONS = Array.from({ length: PEOPLE }, (_, nth) => userName(nth));
/** What the gateway must have asked before it can tell the first rows. */
const COMMANDS = [
  "STAT",
  "LIST",
  "UIDL",
  ...Array.from({ length: FIRST_ROWS }, (_, nth) => `TOP ${MESSAGES_EACH - nth} 0`),
];

/** Sixty sign-ins in one moment, until the last person has the first rows. */
export async function measureCrowd(): Promise<Section> {
  const rows = [
    await Stops.whileRunning(async (stops) =>
      against("with its answers ready", await startReadyServer(stops), stops),
    ),
    await Stops.whileRunning(async (stops) => {
      const imapPort = await freePort();
      const port = await startDovecotOfMany(PEOPLE, stops, hasRoundcube() ? imapListener(imapPort) : "");
      return against("Dovecot", port, stops, hasRoundcube() ? imapPort : undefined);
    }),
  ];
  return {
    title: `${PEOPLE} people sign in at once`,
    note:
      `Each to a mailbox of ${MESSAGES_EACH.toLocaleString("en")} messages, all in one moment; until the last has ${FIRST_ROWS} rows with subject, sender and date. ` +
      "Beside it as many bare sockets that sign in, ask the same of the mail server and look at nothing, and as many who sign in to Roundcube. " +
      "One mail server is a script that has its answers ready, in a process of its own; the other is Dovecot. " +
      "Until the last header has been read another process asks for livez every 5 ms, and as often a server that does nothing else: the longest wait of each. " +
      `Median of ${ROUNDS} that take turns, after one that warms up.`,
    columns: [
      "Mail server",
      "Popgate",
      "Bare sockets",
      "Ratio",
      "Roundcube",
      "Ratio",
      "livez",
      "Idle server",
    ],
    rows,
  };
}

async function against(name: string, port: number, stops: Stops, imapPort?: number): Promise<string[]> {
  const gateway = stops.add(await startGatewayFor(port));
  const poller = await Poller.start(gateway.url, stops);
  const roundcube = imapPort === undefined ? undefined : stops.add(await startRoundcube(imapPort));
  const taken = { ours: [] as number[], bare: [] as number[], theirs: [] as number[] };
  const waits = { livez: [] as number[], idle: [] as number[] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const ours = await popgateCrowd(gateway.url, poller);
    const bare = await elapsed(
      PERSONS.map((user) => () => rawDrain({ host: "127.0.0.1", port }, COMMANDS, user)),
    );
    const theirs = roundcube === undefined ? Number.NaN : await roundcubeCrowd(roundcube.url);
    if (round === 0) continue;
    taken.ours.push(ours.ms);
    taken.bare.push(bare);
    taken.theirs.push(theirs);
    waits.livez.push(ours.waits.livezMs);
    waits.idle.push(ours.waits.idleMs);
  }
  const [ours, bare, theirs] = [median(taken.ours), median(taken.bare), median(taken.theirs)];
  const beside = roundcube === undefined ? ["–", "–"] : [milliseconds(theirs), times(ours / theirs)];
  const held = [milliseconds(median(waits.livez)), milliseconds(median(waits.idle))];
  return [name, milliseconds(ours), milliseconds(bare), times(ours / bare), ...beside, ...held];
}

/** Milliseconds until the last has the first rows; and how long others waited until the last header had been read too. */
async function popgateCrowd(
  url: string,
  poller: Poller,
): Promise<{ readonly ms: number; readonly waits: Waits }> {
  const visitors = await Promise.all(
    PERSONS.map((user, nth) => PopgateVisitor.arrive(url, user, `10.1.0.${nth + 1}`)),
  );
  let ms = Number.NaN;
  const waits = await poller.during(async () => {
    ms = await elapsed(visitors.map((visitor) => () => visitor.firstRows()));
    await Promise.all(visitors.map((visitor) => visitor.untilSwept(MESSAGES_EACH)));
  });
  await Promise.all(visitors.map((visitor) => visitor.signOut()));
  return { ms, waits };
}

async function roundcubeCrowd(url: string): Promise<number> {
  const visitors = await Promise.all(PERSONS.map((user) => RoundcubeVisitor.arrive(url, user)));
  const ms = await elapsed(visitors.map((visitor) => () => visitor.firstRows()));
  await Promise.all(visitors.map((visitor) => visitor.signOut()));
  return ms;
}

/** Milliseconds until all of it is done, all begun in this moment. */
async function elapsed(all: readonly (() => Promise<unknown>)[]): Promise<number> {
  const started = performance.now();
  await Promise.all(all.map((work) => work()));
  return performance.now() - started;
}
