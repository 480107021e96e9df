import { doNamesTell, type Fate, type FatesByHeader } from "../../maildrop/commit-outcome.ts";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import type { MessageIdentity } from "../../maildrop/message-identity.ts";
import type { HeaderRow } from "../../messages/header/header-columns.ts";
import { isHeaderOfRow } from "../../messages/header/same-header.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import { headerAt } from "./header-at.ts";

/** One round trip, and a few kilobytes: who commits waits for it. Where more could be they, it stays open. */
const MAX_COMPARED = 50;

export interface Committed {
  readonly messages: readonly MessageIdentity[];
  /** The reading that they were committed on; undefined where an earlier process had it. */
  readonly before: Maildrop | undefined;
}

interface Found {
  readonly uid: string;
  readonly header: Buffer;
}

/**
 * Looks for committed messages where names do not tell: whatever has the size of one is asked for its header. One that
 * looks like it under another name may be another copy, so its fate is unknown then.
 *
 * @param after the reading behind the commit
 * @param rowOf the header that a row showed; undefined where none was read
 * @throws Pop3Error if the connection is lost
 */
export async function fatesByHeader(
  client: Pop3Client,
  after: Maildrop,
  { messages, before }: Committed,
  rowOf: (uid: string) => HeaderRow | undefined,
): Promise<FatesByHeader> {
  const fates = new Map<string, Fate>();
  if (messages.length === 0 || doNamesTell(before, after)) return fates;
  const sizes = new Set(messages.map(({ octets }) => octets));
  const like = after.messages.filter(({ octets }) => sizes.has(octets));
  if (like.length > MAX_COMPARED) return fates;
  const found = await headersOf(client, like);
  if (found === undefined) return "untold";
  for (const { uid } of messages) {
    const row = rowOf(uid);
    if (row === undefined) continue;
    const same = found.filter(({ header }) => isHeaderOfRow(row, header));
    const isInPlace = same.some((each) => each.uid === uid);
    if (same.length === 0) fates.set(uid, "removed");
    else fates.set(uid, isInPlace && same.length === 1 ? "remaining" : "unknown");
  }
  return fates;
}

/** Undefined where one of them cannot be read. */
async function headersOf(
  client: Pop3Client,
  messages: readonly MaildropMessage[],
): Promise<readonly Found[] | undefined> {
  const found = await Promise.all(
    messages.map(async ({ uid, number }) => ({ uid, header: await headerAt(client, number) })),
  );
  const read = found.flatMap(({ uid, header }) => (header === undefined ? [] : [{ uid, header }]));
  return read.length === found.length ? read : undefined;
}
