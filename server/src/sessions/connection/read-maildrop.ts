import { createHash } from "node:crypto";
import { identify, identifyByHeader } from "../../maildrop/identify.ts";
import type { Maildrop } from "../../maildrop/maildrop.ts";
import type { Inventory, Pop3Client } from "../../pop3/client/client.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import { HeaderSink } from "../list/header-sink.ts";

/** Reads what is in the maildrop, with an identity for each message. @throws Pop3Error */
export async function readMaildrop(client: Pop3Client): Promise<{ maildrop: Maildrop; octets: number }> {
  const inventory = await client.inventory();
  const maildrop =
    inventory.uidl === undefined
      ? identifyByHeader(inventory.list, await hashHeaders(client, inventory))
      : identify(inventory.list, inventory.uidl);
  return { maildrop, octets: inventory.octets ?? sumOf(inventory) };
}

/** Without UIDL a message is known by its header alone: one TOP each, before anything can be shown. */
async function hashHeaders(client: Pop3Client, { list }: Inventory): Promise<Map<number, string>> {
  const hashes = new Map<number, string>();
  await Promise.all(
    list.map(async ({ number }) => {
      const sink = new HeaderSink();
      try {
        await client.top(number, 0, { sink });
      } catch (error) {
        // No TOP either, or no such message: it keeps its place as its name.
        if (error instanceof Pop3Error && error.connectionUsable) return;
        throw error;
      }
      hashes.set(
        number,
        createHash("sha256").update(stableHeader(sink.header())).digest("base64url").slice(0, 22),
      );
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
