import { startDovecot } from "../../support/programs/dovecot.ts";
import { freePort } from "../../support/programs/ports.ts";
import { hasRoundcube, imapListener, startRoundcube } from "../../support/programs/roundcube.ts";
import { medians } from "../bench-session.ts";
import { milliseconds, times, type Section } from "../section.ts";
import { startGatewayFor } from "./gateway-for.ts";
import { startOwnProcess } from "./own-process.ts";
import { PopgateVisitor } from "./popgate-visitor.ts";
import { RoundcubeVisitor } from "./roundcube-visitor.ts";
import { Stops } from "./stops.ts";
import { FIRST_ROWS, USER, type Visitor } from "./webmail.ts";

const MESSAGES = 10_000;
const ROUND_TRIP_MS = 20;
const ROUNDS = 7;

/** From the sign-in to fifty rows over HTTP, near the mail server and 20 ms away from it. */
export async function measureFirstRows(): Promise<Section> {
  const rows: (readonly string[])[] = [];
  const imapPort = await freePort();
  await Stops.whileRunning(async (stops) => {
    const account = { user: USER, password: USER, messages: MESSAGES };
    const dovecot = stops.add(await startDovecot({ users: [account], settings: imapListener(imapPort) }));
    rows.push(await beside("on the same machine", dovecot.port, imapPort));
    const far = async (port: number) =>
      stops.add(await startOwnProcess("far-away.ts", [port, ROUND_TRIP_MS])).port;
    rows.push(await beside(`${ROUND_TRIP_MS} ms away`, await far(dovecot.port), await far(imapPort)));
  });
  return {
    title: "From the sign-in to the first rows, over HTTP",
    note:
      `A mailbox of ${MESSAGES.toLocaleString("en")} messages in one Dovecot. From sending the sign-in form until ${FIRST_ROWS} rows with subject, sender and date are there: ` +
      "for Popgate (POP3) the sign-in, the list and its event socket; for Debian's Roundcube (IMAP, behind nginx and PHP-FPM as their packages set them up) the sign-in, the page that it leads to and the list. " +
      `No browser, no scripts and no styles. Both have been signed in to before, and sign out in between; median of ${ROUNDS} that take turns.`,
    columns: ["Mail server", "Popgate", "Roundcube", "Ratio"],
    rows,
  };
}

async function beside(where: string, pop3Port: number, imapPort: number): Promise<string[]> {
  return Stops.whileRunning(async (stops) => {
    const gateway = stops.add(await startGatewayFor(pop3Port));
    const roundcube = hasRoundcube() ? stops.add(await startRoundcube(imapPort)) : undefined;
    const [ours = Number.NaN, theirs] = await medians(ROUNDS, [
      async () => visit(await PopgateVisitor.arrive(gateway.url, USER)),
      ...(roundcube === undefined
        ? []
        : [async () => visit(await RoundcubeVisitor.arrive(roundcube.url, USER))]),
    ]);
    if (theirs === undefined) return [where, milliseconds(ours), "not installed", "–"];
    return [where, milliseconds(ours), milliseconds(theirs), times(ours / theirs)];
  });
}

/** Milliseconds until the first rows are there. */
async function visit(visitor: Visitor): Promise<number> {
  const started = performance.now();
  await visitor.firstRows();
  const elapsed = performance.now() - started;
  await visitor.signOut();
  return elapsed;
}
