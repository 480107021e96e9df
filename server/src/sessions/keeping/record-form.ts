import { promisify } from "node:util";
import { deflateRaw, inflateRawSync } from "node:zlib";
import * as z from "zod/mini";
import { Mechanism, ServerAddress } from "@popgate/shared/api/mailbox";
import type { MailboxRecord } from "./mailbox-record.ts";

/** What a mailbox needs to come back. */
export interface OpenedRecord {
  readonly password: string;
  readonly record: MailboxRecord;
}

/** At each change all are written, which may hold up nobody else: some 50 ms. More would hardly fit into a store. */
export const MAX_KEPT_MARKS = 50_000;
/** As many marks at 110 octets each, and as many again in a commit: more was not written here. */
const MAX_SNAPSHOT_OCTETS = 16 * 1024 * 1024;

/**
 * Another one whenever the form changes, or what it says means something else: the names of messages
 * above all, which are looked for again. What has an earlier version is dropped; no message goes with
 * it. What has a later one is left to the gateways that wrote it, while both kinds run beside each other:
 * so the password's place and the version's stay where they are.
 */
const VERSION = 2;

/** More marks than are kept. */
class TooManyMarksError extends Error {
  override readonly name = "TooManyMarksError";
  readonly code = "limit";
}

/** A gateway of a later release wrote it, and will read it. */
export class LaterVersionError extends Error {
  override readonly name = "LaterVersionError";
}

const deflate = promisify(deflateRaw);

const Later = z.object({ version: z.int().check(z.gt(VERSION)) });
const MessageFacts = z.object({
  uid: z.string(),
  octets: z.nullable(z.number()),
  sharedBy: z.nullable(z.number()),
});
const Snapshot = z.object({
  version: z.literal(VERSION, "it was kept by another version"),
  account: z.object({
    user: z.string(),
    server: ServerAddress,
    preset: z.optional(z.string()),
    mechanism: Mechanism,
    languages: z.optional(z.array(z.string())),
  }),
  marks: z.array(MessageFacts),
  revision: z.int(),
  pending: z.optional(z.object({ committed: z.array(MessageFacts) })),
});

/**
 * The password's length in two octets, the password, then the record, compressed: unique-ids of one
 * server are much alike. The password is left out of that, since what is compressed together with
 * a stranger's text shows in its length.
 *
 * @throws Error with code `limit` for more than `MAX_KEPT_MARKS`
 */
export async function writeRecord({ password, record }: OpenedRecord): Promise<Buffer> {
  const { marks, pending } = record;
  const count = Math.max(marks.length, pending?.committed.length ?? 0);
  if (count > MAX_KEPT_MARKS) throw new TooManyMarksError(`${count} marks are too many to be kept`);
  const secret = Buffer.from(password);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(secret.length);
  return Buffer.concat([length, secret, await deflate(JSON.stringify({ version: VERSION, ...record }))]);
}

/** @throws LaterVersionError; Error for what else was not written by `writeRecord` of this version */
export function readRecord(octets: Buffer): OpenedRecord {
  const end = 2 + octets.readUInt16BE(0);
  const json = inflateRawSync(octets.subarray(end), { maxOutputLength: MAX_SNAPSHOT_OCTETS });
  const kept: unknown = JSON.parse(json.toString());
  if (Later.safeParse(kept).success)
    throw new LaterVersionError("it was kept by another version, a later one");
  const { version: _, ...record } = Snapshot.parse(kept);
  const { preset, ...account } = record.account;
  const { pending, ...rest } = record;
  return {
    password: octets.toString("utf8", 2, end),
    record: {
      ...rest,
      account: preset === undefined ? account : { ...account, preset },
      ...(pending === undefined ? {} : { pending }),
    },
  };
}

/**
 * The same with less, for marks that are too many to be kept. Nothing is lost but the wish to delete them;
 * the commit under way goes last, since nothing could tell any more what became of it.
 */
export function lighterForms({ password, record }: OpenedRecord): OpenedRecord[] {
  const { pending, ...rest } = { ...record, marks: [] };
  const bare = { password, record: rest };
  return pending === undefined ? [bare] : [{ password, record: { ...rest, pending } }, bare];
}
