import { createHash } from "node:crypto";
import { identify, identifyByHeader } from "../../maildrop/identify.ts";
import { doListingsAgree, unlistedMessages } from "../../maildrop/listing-agreement.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import type { Inventory } from "../../pop3/client/inventory.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import type { MaildropSnapshot } from "../state/maildrop-snapshot.ts";
import { headerAt } from "./header-at.ts";

/**
 * Reads what is in the maildrop, with an identity for each message.
 *
 * @param hadUniqueIds an earlier reading has them: one without could not be compared with it, so a
 *   server that refuses UIDL this time is asked again later
 * @throws Pop3Error
 */
export async function readMaildrop(client: Pop3Client, hadUniqueIds: boolean): Promise<MaildropSnapshot> {
  const inventory = await takeAgreeing(client);
  const { list, uidl } = inventory;
  const octets = inventory.octets ?? sumOf(inventory);
  const unlisted = unlistedMessages(inventory);
  if (uidl !== undefined) return { maildrop: identify(list, uidl), octets, hasUniqueIds: true, unlisted };
  if (hadUniqueIds) {
    throw new Pop3Error("sysTemp", "the server refused UIDL, which it answered before", { verb: "UIDL" });
  }
  const maildrop = identifyByHeader(list, await hashHeaders(client, inventory));
  return { maildrop, octets, hasUniqueIds: false, unlisted };
}

/** Mail may arrive between STAT, LIST and UIDL: where they differ they are asked once more, and then taken as they are. */
async function takeAgreeing(client: Pop3Client): Promise<Inventory> {
  const first = await client.inventory();
  return doListingsAgree(first) ? first : client.inventory();
}

/** Without UIDL a message is known by its header alone: one TOP each, before anything can be shown. */
async function hashHeaders(client: Pop3Client, { list }: Inventory): Promise<Map<number, string>> {
  const hashes = new Map<number, string>();
  if (!client.maySendTop) return hashes;
  await Promise.all(
    list.map(async ({ number }) => {
      const header = await headerAt(client, number);
      // No TOP either, or no such message: it keeps its place as its name.
      if (header === undefined) return;
      hashes.set(number, createHash("sha256").update(stableHeader(header)).digest("base64url").slice(0, 22));
    }),
  );
  return hashes;
}

/** Servers rewrite their own status lines between sessions. */
function stableHeader(header: Buffer): string {
  return header.toString("latin1").replace(/^(?:X-)?Status:.*\r?\n/gim, "");
}

function sumOf({ list }: Inventory): number {
  return list.reduce((sum, { octets }) => sum + (octets ?? 0), 0);
}
