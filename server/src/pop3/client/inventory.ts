import type { Pop3Engine } from "../engine/engine.ts";
import type { ExchangeOptions, Reply } from "../engine/exchange.ts";
import { refusal, type RefusalContext } from "../errors.ts";
import { encodeCommand } from "../wire/command-encoder.ts";
import {
  listEntries,
  listingLimit,
  MAX_LISTING_LINES,
  parseStat,
  uidlEntries,
  type ListEntry,
  type UidlEntry,
} from "./listing.ts";

/** What one reading of the maildrop told. */
export interface Inventory {
  readonly messages: number;
  /** As STAT told it; null where that is no safe integer. */
  readonly octets: number | null;
  readonly list: readonly ListEntry[];
  /** Undefined where the server has no UIDL. */
  readonly uidl: readonly UidlEntry[] | undefined;
}

export interface InventoryOptions extends ExchangeOptions {
  /** False where the server hangs up on UIDL: it is not asked. */
  readonly hasUidl: boolean;
}

/**
 * STAT, LIST and UIDL (RFC 1939 §5, §7), in one write where the server pipelines.
 *
 * @throws Pop3Error where STAT or LIST is refused, or the connection is lost
 */
export async function takeInventory(
  engine: Pop3Engine,
  context: RefusalContext,
  { hasUidl, ...options }: InventoryOptions,
): Promise<Inventory> {
  let stat: ReturnType<typeof parseStat>;
  const limit = () => (stat === undefined ? MAX_LISTING_LINES : listingLimit(stat.messages));
  const list = listEntries(limit);
  const uidl = uidlEntries(limit);
  const required = (reply: Reply, verb: "STAT" | "LIST") => {
    if (reply.status !== "ok") throw refusal(verb, reply, context);
  };
  // Settled, not raced: a refused STAT must leave nothing of the others unread.
  const [counted, listed, identified] = await Promise.allSettled([
    engine.run(encodeCommand("STAT"), { ...options, onStatus: (status) => (stat = parseStat(status.text)) }),
    engine.run(encodeCommand("LIST"), { ...options, sink: list.sink }),
    hasUidl ? engine.run(encodeCommand("UIDL"), { ...options, sink: uidl.sink }) : undefined,
  ]);
  for (const result of [counted, listed, identified]) if (result.status === "rejected") throw result.reason;
  if (counted.status === "fulfilled") required(counted.value, "STAT");
  if (listed.status === "fulfilled") required(listed.value, "LIST");
  return {
    messages: stat?.messages ?? list.entries.length,
    octets: stat?.octets ?? null,
    list: list.entries,
    uidl: identified.status === "fulfilled" && identified.value?.status === "ok" ? uidl.entries : undefined,
  };
}

/** UIDL alone. @returns undefined where it is refused @throws Pop3Error if the connection is lost */
export async function takeUidl(
  engine: Pop3Engine,
  messages: number,
  options: ExchangeOptions,
): Promise<readonly UidlEntry[] | undefined> {
  const { sink, entries } = uidlEntries(() => listingLimit(messages));
  const reply = await engine.run(encodeCommand("UIDL"), { ...options, sink });
  return reply.status === "ok" ? entries : undefined;
}

/** LIST alone. @returns undefined where it is refused @throws Pop3Error if the connection is lost */
export async function takeList(
  engine: Pop3Engine,
  messages: number,
  options: ExchangeOptions,
): Promise<readonly ListEntry[] | undefined> {
  const { sink, entries } = listEntries(() => listingLimit(messages));
  const reply = await engine.run(encodeCommand("LIST"), { ...options, sink });
  return reply.status === "ok" ? entries : undefined;
}
