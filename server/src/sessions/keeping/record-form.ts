import * as z from "zod/mini";
import { Mechanism, ServerAddress } from "@popgate/shared/api/mailbox";
import type { MessageIdentity } from "../../maildrop/message-identity.ts";
import { deflateLines, inflateLines } from "./deflated-lines.ts";
import { afterChanges, type MailboxRecord, type RecordChange } from "./mailbox-record.ts";
import type { RecordOctets } from "./mailbox-records.ts";

/** What a mailbox needs to come back. */
export interface OpenedRecord {
  readonly password: string;
  readonly record: MailboxRecord;
}

/** A mailbox that is marked whole, and as many again in a commit: 100 octets each in the clear. */
export const MAX_KEPT_MARKS = 150_000;

/**
 * Another one whenever the form changes, or what it says means something else: the names of messages
 * above all, which are looked for again. What has an earlier version is dropped; no message goes with
 * it. What has a later one is left to the gateways that wrote it, while both kinds run beside each other:
 * so the password's place and the version's, in the first line, stay where they are.
 */
const VERSION = 3;
/** In one line, and handled in one turn of the event loop: a millisecond or two. */
const MARKS_PER_LINE = 1_000;

/** More marks than are kept. */
class TooManyMarksError extends Error {
  override readonly name = "TooManyMarksError";
  readonly code = "limit";
}

/** A gateway of a later release wrote it, and will read it. */
export class LaterVersionError extends Error {
  override readonly name = "LaterVersionError";
}

const Later = z.object({ version: z.int().check(z.gt(VERSION)) });
const Facts = z.pipe(
  z.tuple([z.string(), z.nullable(z.number()), z.nullable(z.number())]),
  z.transform(([uid, octets, sharedBy]): MessageIdentity => ({ uid, octets, sharedBy })),
);
const Head = z.object({
  version: z.literal(VERSION, "it was kept by another version"),
  account: z.object({
    user: z.string(),
    server: ServerAddress,
    preset: z.optional(z.string()),
    mechanism: Mechanism,
    languages: z.optional(z.array(z.string())),
  }),
  revision: z.int(),
  hasPending: z.boolean(),
});
const Marks = z.strictObject({ marks: z.array(Facts) });
const RecordLine = z.union([Marks, z.strictObject({ committed: z.array(Facts) })]);
const ChangeHead = z.object({ version: z.literal(VERSION), revision: z.int() });
const ChangeLine = z.union([Marks, z.strictObject({ removed: z.array(z.string()) })]);

/**
 * The password's length in two octets, the password, then the record, compressed: unique-ids of one
 * server are much alike. The password is left out of that, since what is compressed together with
 * a stranger's text shows in its length.
 *
 * @throws Error with code `limit` for more than `MAX_KEPT_MARKS`
 */
export async function writeRecord({ password, record }: OpenedRecord): Promise<Buffer> {
  const { account, marks, revision, pending } = record;
  const committed = pending?.committed ?? [];
  const count = Math.max(marks.length, committed.length);
  if (count > MAX_KEPT_MARKS) throw new TooManyMarksError(`${count} marks are too many to be kept`);
  const secret = Buffer.from(password);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(secret.length);
  const lines = function* () {
    yield { version: VERSION, account, revision, hasPending: pending !== undefined };
    for (const piece of pieces(marks)) yield { marks: piece.map(tuple) };
    for (const piece of pieces(committed)) yield { committed: piece.map(tuple) };
  };
  return Buffer.concat([length, secret, await deflateLines(lines())]);
}

/** @throws LaterVersionError; Error for what else was not written by `writeRecord` of this version */
export async function readRecord({
  octets,
  changes = [],
}: Pick<RecordOctets, "octets" | "changes">): Promise<OpenedRecord> {
  const end = 2 + octets.readUInt16BE(0);
  const lines = inflateLines(octets.subarray(end));
  const { value: first } = await lines.next();
  if (Later.safeParse(first).success) {
    throw new LaterVersionError("it was kept by another version, a later one");
  }
  const { account, revision, hasPending } = Head.parse(first);
  const marks: MessageIdentity[] = [];
  const committed: MessageIdentity[] = [];
  for await (const line of lines) {
    const known = RecordLine.parse(line);
    if ("marks" in known) marks.push(...known.marks);
    else committed.push(...known.committed);
  }
  const { preset, ...rest } = account;
  const record: MailboxRecord = {
    account: preset === undefined ? rest : { ...rest, preset },
    marks,
    revision,
    ...(hasPending ? { pending: { committed } } : {}),
  };
  const read: RecordChange[] = [];
  for (const change of changes) read.push(await readChange(change));
  return { password: octets.toString("utf8", 2, end), record: afterChanges(record, read) };
}

/** One change of a record, compressed too. @throws Error with code `limit` for more than `MAX_KEPT_MARKS` */
export async function writeChange({ added, removed, revision }: RecordChange): Promise<Buffer> {
  const count = added.length + removed.length;
  if (count > MAX_KEPT_MARKS) throw new TooManyMarksError(`${count} marks are too many for a change`);
  const lines = function* () {
    yield { version: VERSION, revision };
    for (const piece of pieces(removed)) yield { removed: piece };
    for (const piece of pieces(added)) yield { marks: piece.map(tuple) };
  };
  return deflateLines(lines());
}

async function readChange(octets: Buffer): Promise<RecordChange> {
  const lines = inflateLines(octets);
  const { revision } = ChangeHead.parse((await lines.next()).value);
  const added: MessageIdentity[] = [];
  const removed: string[] = [];
  for await (const line of lines) {
    const known = ChangeLine.parse(line);
    if ("marks" in known) added.push(...known.marks);
    else removed.push(...known.removed);
  }
  return { added, removed, revision };
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

function tuple({ uid, octets, sharedBy }: MessageIdentity) {
  return [uid, octets, sharedBy] as const;
}

function* pieces<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += MARKS_PER_LINE) {
    yield items.slice(start, start + MARKS_PER_LINE);
  }
}
