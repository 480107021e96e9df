import { readFileSync } from "node:fs";
import { milliseconds, times, type Section } from "../section.ts";
import { startGatewayFor } from "./gateway-for.ts";
import { MESSAGES_EACH, startDovecotOfMany, startReadyServer, userName } from "./mail-servers.ts";
import { startOwnProcess } from "./own-process.ts";
import { PopgateVisitor } from "./popgate-visitor.ts";
import { Stops } from "./stops.ts";

/** Enough for the compiler to have seen the code, and for the clock's ticks of ten milliseconds not to matter. */
const SIGN_INS = { first: 15, counted: 40 };
/** Of proc(5)'s utime and stime on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** The processor time of a sign-in with all its headers. */
export async function measureProcessor(): Promise<Section> {
  const rows = [
    await Stops.whileRunning(async (stops) =>
      against("with its answers ready", await startReadyServer(stops), stops),
    ),
    await Stops.whileRunning(async (stops) => against("Dovecot", await startDovecotOfMany(1, stops), stops)),
  ];
  return {
    title: "Processor time of a sign-in",
    note:
      `A mailbox of ${MESSAGES_EACH.toLocaleString("en")} messages that has been visited before: sign-in, first page, event socket, the header of each message, sign-out. ` +
      "User and system time of the gateway's process, all threads; the person's and the mail server's are not in it. " +
      "Beside it a process whose bare socket signs in, asks the same of the mail server (STAT, LIST, UIDL and a TOP for each message, all written at once) and looks at nothing. " +
      `Mean of ${SIGN_INS.counted}, one after the other, when ${SIGN_INS.first} have gone before.`,
    columns: ["Mail server", "Popgate", "Bare socket", "Ratio"],
    rows,
  };
}

async function against(name: string, port: number, stops: Stops): Promise<string[]> {
  const gateway = stops.add(await startGatewayFor(port));
  await signInAndOut(gateway.url, SIGN_INS.first);
  const before = processorMs(gateway.pid);
  await signInAndOut(gateway.url, SIGN_INS.counted);
  const ours = (processorMs(gateway.pid) - before) / SIGN_INS.counted;
  const socket = stops.add(await startOwnProcess("sweep-socket.ts", [port, userName(0), MESSAGES_EACH]));
  await socket.ask<number>(String(SIGN_INS.first));
  const bare = (await socket.ask<number>(String(SIGN_INS.counted))) / SIGN_INS.counted;
  return [name, milliseconds(ours), milliseconds(bare), times(ours / bare)];
}

async function signInAndOut(url: string, times: number): Promise<void> {
  for (let nth = 0; nth < times; nth += 1) {
    const visitor = await PopgateVisitor.arrive(url, userName(0));
    await visitor.firstRows();
    await visitor.untilSwept(MESSAGES_EACH);
    await visitor.signOut();
  }
}

function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The second field may hold blanks; utime and stime are the 14th and 15th (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}
