import { linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedMessage } from "../support/programs/maildir.ts";
import type { Dovecot } from "../support/programs/dovecot.ts";
import { medians, openBench, rawDrain, type Figure } from "./bench-session.ts";

const MESSAGES = 100_000;
const MOST = 1.5;
/** File systems allow some 65,000 names for one file. */
const NAMES_A_FILE = 10_000;

/** STAT, LIST and UIDL of 100,000 messages, parsed. */
export async function measureListing(server: Dovecot, user: string): Promise<Figure[]> {
  fillMaildir(server.maildir(user));
  const [raw = 0, engine = 0] = await medians(7, [
    () => rawDrain(server, ["STAT", "LIST", "UIDL"]),
    async () => {
      const client = await openBench(server);
      const started = performance.now();
      const { list, uidl } = await client.inventory();
      const elapsed = performance.now() - started;
      if (list.length !== MESSAGES || uidl?.length !== MESSAGES) throw new Error("a listing is short");
      client.close("the bench is over");
      return elapsed;
    },
  ]);
  return [
    {
      what: "LIST and UIDL of 100,000 messages, parsed",
      engine: `${engine.toFixed(0)} ms`,
      beside: `bare socket ${raw.toFixed(0)} ms`,
      ratio: `${(engine / raw).toFixed(2)} × as long`,
      aim: `≤ ${MOST} ×`,
      isMet: engine <= raw * MOST,
    },
  ];
}

/** Many names for few files: 100,000 files of their own would take a minute to write. */
function fillMaildir(folder: string): void {
  const message = generatedMessage(1);
  let file = "";
  for (let index = 0; index < MESSAGES; index += 1) {
    const name = `${1_700_000_000 + index}.M${index}P1.popgate,S=${message.length},W=${message.length}:2,`;
    const path = join(folder, "cur", name);
    if (index % NAMES_A_FILE === 0) {
      writeFileSync(path, message);
      file = path;
    } else {
      linkSync(file, path);
    }
  }
}
