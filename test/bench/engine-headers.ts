import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { startDelayProxy } from "../support/line/delay-proxy.ts";
import { generatedMessage } from "../support/programs/maildir.ts";
import {
  backgroundDrain,
  IGNORE,
  medians,
  messageOf,
  openBench,
  rawDrain,
  share,
  top,
} from "./bench-session.ts";
import type { Address, Figure } from "./bench-session.ts";

const MESSAGES = 10_000;
const ROUND_TRIP_MS = 20;
/** What a person clicks on while the headers come: it stands behind the messages of the sweep. */
const CLICKED_OCTETS = 5_000;
const COMMANDS = Array.from({ length: MESSAGES }, (_, index) => `TOP ${index + 1} 0`);

export function headersMaildrop(): Buffer[] {
  const small = Array.from({ length: MESSAGES }, (_, index) => generatedMessage(index + 1));
  return [...small, messageOf(CLICKED_OCTETS)];
}

/** All headers of 10,000 messages, near and 20 ms away; and a click while they are under way. */
export async function measureHeaders(near: Address): Promise<Figure[]> {
  const far = await startDelayProxy(near.host, near.port, ROUND_TRIP_MS);
  try {
    const [raw = 0, plain = 0, parsed = 0] = await medians(9, [
      () => rawDrain(near, COMMANDS),
      () => sweep(near, false),
      () => sweep(near, true),
    ]);
    const [rawFar = 0, plainFar = 0] = await medians(9, [
      () => rawDrain(far, COMMANDS),
      () => sweep(far, false),
    ]);
    const [clickMs = 0] = await medians(5, [() => click(far)]);
    return [
      share("10,000 headers by TOP", plain, { name: "bare socket", ms: raw }, 0.8),
      share("10,000 headers by TOP, rows parsed", parsed, { name: "bare socket", ms: raw }, 0.5),
      share("10,000 headers by TOP, 20 ms away", plainFar, { name: "bare socket", ms: rawFar }, 0.5),
      {
        what: "a click (RETR of 5 kB) while 10,000 TOPs are under way, 20 ms away",
        engine: `${clickMs.toFixed(0)} ms`,
        beside: `round trip ${ROUND_TRIP_MS} ms`,
        ratio: `${(clickMs / ROUND_TRIP_MS).toFixed(1)} round trips`,
        aim: "≤ 3 round trips",
        isMet: clickMs <= 3 * ROUND_TRIP_MS,
      },
    ];
  } finally {
    await far.stop();
  }
}

async function sweep(server: Address, isParsed: boolean): Promise<number> {
  const client = await openBench(server);
  const elapsed = await backgroundDrain(client, MESSAGES, (index) => {
    if (!isParsed) return { command: top(index), sink: IGNORE };
    const parts: Buffer[] = [];
    return {
      command: top(index),
      sink: { write: (octets: Buffer) => parts.push(octets) > 0 },
      end: () => void parseHeaderRow(Buffer.concat(parts)),
    };
  });
  client.close("the bench is over");
  return elapsed;
}

/** From the click to the message's end, when the sweep has been going for a while. */
async function click(server: Address): Promise<number> {
  const client = await openBench(server);
  let answered = 0;
  const wide = new Promise<void>((resolve) => {
    client.setBackground({
      next: () => ({
        command: top((answered % MESSAGES) + 1),
        options: { sink: IGNORE },
        done: () => {
          answered += 1;
          if (answered === 3_000) resolve();
        },
        failed: () => {},
      }),
    });
  });
  await wide;
  const started = performance.now();
  await client.retr(MESSAGES + 1, { sink: IGNORE });
  const elapsed = performance.now() - started;
  client.close("the bench is over");
  return elapsed;
}
