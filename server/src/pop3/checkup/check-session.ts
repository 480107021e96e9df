import type { Capabilities } from "../client/capabilities.ts";
import type { Pop3Client } from "../client/client.ts";
import type { Inventory } from "../client/inventory.ts";
import { announcedFacts } from "./facts/announced-facts.ts";
import { withClient, type CheckContext } from "./check-context.ts";
import { checkIdle } from "./check-idle.ts";
import { checkPipelining } from "./check-pipelining.ts";
import { checkNoSuchMessage, checkUnknownCommand } from "./check-refusals.ts";
import { asFailure, failureFacts } from "./findings.ts";
import { stabilityFacts, statFacts, uniqueIdFacts } from "./facts/listing-facts.ts";
import { dotStuffingFacts, octetFacts, topFacts } from "./facts/retrieval-facts.ts";
import { sampleMessages } from "./sample-messages.ts";

/** Everything behind the login. */
export async function checkSession(
  context: CheckContext,
  tellCapabilities: (afterLogin: Capabilities) => void,
): Promise<void> {
  const { options, findings } = context;
  let first: Inventory | undefined;
  try {
    first = await withClient(context, async (client) => {
      const { capabilities, mechanism } = client.session;
      findings.add("login", { verdict: "good", facts: { mechanism } });
      tellCapabilities(capabilities);
      const announced = announcedFacts(capabilities);
      for (const check of ANNOUNCED) findings.add(check, announced[check]);
      return lookAtMaildrop(context, client);
    });
  } catch (error) {
    const failure = asFailure(error, options.signal);
    if (!findings.has("login")) {
      findings.fail("login", failure);
      return findings.skip("no-login", ...AFTER_LOGIN);
    }
    findings.fail("stat", failure);
  }
  if (first !== undefined) await lookAgain(context, first);
  await lookAtRefusals(context, first?.messages ?? 0);
  await lookAtIdling(context);
}

const ANNOUNCED = ["login-delay", "expire", "implementation", "utf8", "response-codes"] as const;

const AFTER_LOGIN = [
  ...ANNOUNCED,
  "stat",
  "unique-ids",
  "top",
  "octets",
  "dot-stuffing",
  "pipelining",
  "second-session",
  "unique-ids-stable",
  "unknown-command",
  "no-such-message",
  "idle-timeout",
] as const;

async function lookAtMaildrop(context: CheckContext, client: Pop3Client): Promise<Inventory> {
  const { findings, options } = context;
  const inventory = await client.inventory(options.signal);
  findings.add("stat", statFacts(inventory));
  if (inventory.list.length === 0 && inventory.uidl !== undefined)
    findings.skip("empty-maildrop", "unique-ids");
  else findings.add("unique-ids", uniqueIdFacts(inventory));
  await lookAtSecond(context, client, inventory);
  await lookAtMessages(context, client, inventory);
  if (client.error === undefined) await lookAtPipelining(context, client, inventory);
  return inventory;
}

async function lookAtMessages(
  { findings, options }: CheckContext,
  client: Pop3Client,
  inventory: Inventory,
): Promise<void> {
  if (inventory.list.length === 0) return findings.skip("empty-maildrop", "top", "octets", "dot-stuffing");
  const mayRetrieve = client.session.capabilities.expireDays !== 0;
  if (!mayRetrieve) findings.skip("expire-zero", "octets", "dot-stuffing");
  try {
    const samples = await sampleMessages(client, inventory, mayRetrieve);
    if (samples.length === 0)
      return findings.skip("no-message-small-enough", "top", "octets", "dot-stuffing");
    findings.add("top", topFacts(samples));
    if (!mayRetrieve) return;
    findings.add("octets", octetFacts(samples));
    findings.add("dot-stuffing", dotStuffingFacts(samples));
  } catch (error) {
    findings.fail("top", asFailure(error, options.signal));
  }
}

async function lookAtPipelining(
  { findings, options }: CheckContext,
  client: Pop3Client,
  inventory: Inventory,
): Promise<void> {
  if (!client.session.capabilities.has("PIPELINING")) {
    findings.add("pipelining", { verdict: "note", facts: { announced: false, tried: false } });
    return;
  }
  try {
    findings.add("pipelining", await checkPipelining(client, inventory));
  } catch (error) {
    const facts = failureFacts(asFailure(error, options.signal));
    findings.add("pipelining", { verdict: "bad", facts: { announced: true, tried: true, ...facts } });
  }
}

/** A second session beside the first (RFC 1939 §4 wants the maildrop locked). */
async function lookAtSecond(context: CheckContext, client: Pop3Client, first: Inventory): Promise<void> {
  const { findings, options } = context;
  if (client.session.capabilities.loginDelayMs !== undefined) {
    return findings.skip("login-delay", "second-session", "unique-ids-stable");
  }
  try {
    const second = await withClient(context, (other) => other.inventory(options.signal), {
      waitsForLock: false,
    });
    findings.add("second-session", { verdict: "note", facts: { allowed: true } });
    addStability(context, first, second);
  } catch (error) {
    const { kind, responseCode, serverText, code } = asFailure(error, options.signal);
    const tellsWhy = kind === "inUse";
    findings.add("second-session", {
      verdict: tellsWhy ? "good" : "warning",
      facts: { allowed: false, tellsWhy, code, responseCode, serverText },
    });
  }
}

/** Where no second session was allowed beside the first, the unique-ids are compared behind it. */
async function lookAgain(context: CheckContext, first: Inventory): Promise<void> {
  const { findings, options } = context;
  if (findings.has("unique-ids-stable")) return;
  try {
    addStability(context, first, await withClient(context, (client) => client.inventory(options.signal)));
  } catch (error) {
    findings.fail("unique-ids-stable", asFailure(error, options.signal), "warning");
  }
}

function addStability({ findings }: CheckContext, first: Inventory, second: Inventory): void {
  if (first.uidl === undefined || second.uidl === undefined)
    findings.skip("no-unique-ids", "unique-ids-stable");
  else if (first.list.length === 0) findings.skip("empty-maildrop", "unique-ids-stable");
  else findings.add("unique-ids-stable", stabilityFacts(first, second));
}

/** On a connection that may be lost over them. */
async function lookAtRefusals(context: CheckContext, messages: number): Promise<void> {
  const { findings, options } = context;
  try {
    await withClient(context, async (client) => {
      findings.add("unknown-command", await checkUnknownCommand(client));
      if (client.error === undefined)
        findings.add("no-such-message", await checkNoSuchMessage(client, messages));
    });
    if (!findings.has("no-such-message")) {
      await withClient(context, async (client) =>
        findings.add("no-such-message", await checkNoSuchMessage(client, messages)),
      );
    }
  } catch (error) {
    findings.fail("unknown-command", asFailure(error, options.signal), "warning");
  }
}

async function lookAtIdling(context: CheckContext): Promise<void> {
  const { findings, options, idleMs, idlesUntil } = context;
  if (idleMs === undefined) return;
  if (idlesUntil?.aborted === true) return findings.skip("mailbox-used", "idle-timeout");
  try {
    await withClient(context, async (client) =>
      findings.add(
        "idle-timeout",
        await checkIdle(client, { limitMs: idleMs, until: idlesUntil, signal: options.signal }),
      ),
    );
  } catch (error) {
    findings.fail("idle-timeout", asFailure(error, options.signal), "warning");
  }
}
