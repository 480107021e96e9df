import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { Message, RowPage } from "@popgate/shared/api/message";
import { ApiClient } from "../../support/gateway/api-client.ts";
import { startDovecot } from "../../support/programs/dovecot.ts";
import { startGateway } from "../../support/gateway/built-gateway.ts";
import { rawDrain, USER } from "../bench-session.ts";
import { plainLetter, withFile } from "./letters.ts";
import { ResidentMemory } from "../resident.ts";
import { milliseconds, times, type Section } from "../section.ts";

const OCTETS = 500_000_000;
const TOP_LINES = 400;

/** What the gateway's memory rises by while a message of 500 MB is listed, looked into, opened and saved. */
export async function measureMemory(): Promise<Section> {
  const dovecot = await startDovecot({
    users: [{ user: USER, password: USER, messages: [plainLetter("Small"), withFile("Large", OCTETS)] }],
  });
  try {
    // The first time fills the page cache, for both.
    await rawDrain(dovecot, ["RETR 2"]);
    const rawMs = await rawDrain(dovecot, ["RETR 2"]);
    const gateway = await startGateway({
      NODE_ENV: "production",
      POPGATE_ALLOW: `${dovecot.host}:${dovecot.port}`,
      POPGATE_DEMO: "off",
      POPGATE_MAX_MESSAGE: String(2 * OCTETS),
    });
    try {
      const rows = await measureSteps(new ApiClient(gateway.url), dovecot, {
        memory: new ResidentMemory(gateway.pid),
        rawMs,
      });
      return {
        title: "A message of 500 MB",
        note:
          "Through the built gateway, with POPGATE_MAX_MESSAGE raised. Memory is what the process's highest resident size during the step is above its size before the first step, when a small message had been opened. " +
          `The time stands beside RETR of the same message on a bare socket that drops all of it: ${milliseconds(rawMs)}.`,
        columns: ["Step", "Time", "By RETR", "Memory", "Of the message"],
        rows,
      };
    } finally {
      await gateway.stop();
    }
  } finally {
    await dovecot.stop();
  }
}

async function measureSteps(
  api: ApiClient,
  { host, port }: { readonly host: string; readonly port: number },
  { memory, rawMs }: { readonly memory: ResidentMemory; readonly rawMs: number },
): Promise<string[][]> {
  const server = { host, port, security: "none" };
  const mailbox = await api.ask<Mailbox>("POST", "/mailboxes", { user: USER, password: USER, server });
  const list = `/mailboxes/${mailbox.id}/messages?order=asc`;
  const { items } = await api.ask<RowPage>("GET", list);
  const path = (nth: number) =>
    `/mailboxes/${mailbox.id}/messages/${encodeURIComponent(items[nth]?.uid ?? "")}`;
  // The small one first: what the parser and the runtime need once is not the large message's doing.
  await api.ask("GET", path(0));
  const before = memory.now;
  const rows: string[][] = [];
  const step = async (name: string, work: () => Promise<unknown>) => {
    memory.forgetPeak();
    const started = performance.now();
    await work();
    const ms = performance.now() - started;
    const growth = Math.max(0, memory.peak - before);
    rows.push([
      name,
      milliseconds(ms),
      times(ms / rawMs),
      `+${(growth / 1e6).toFixed(0)} MB`,
      `${((100 * growth) / OCTETS).toFixed(1)} %`,
    ]);
  };
  await step("its row in the list", () => api.ask("GET", list));
  await step(`its first ${TOP_LINES} lines (TOP)`, () => api.ask("GET", `${path(1)}/top?lines=${TOP_LINES}`));
  await step("opened (RETR)", () => api.ask<Message>("GET", path(1)));
  await step("its file saved", async () => drain(await api.fetch("GET", `${path(1)}/parts/1`)));
  await step("its source saved", async () => drain(await api.fetch("GET", `${path(1)}/raw`)));
  return rows;
}

async function drain(response: Response): Promise<void> {
  let octets = 0;
  for await (const chunk of response.body ?? []) octets += chunk.length;
  if (!response.ok || octets < OCTETS / 2) throw new Error(`${response.status}: ${octets} octets`);
}
