import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod/mini";
import { Mechanism, ServerAddress } from "@popgate/shared/api/mailbox";
import type { SessionSnapshot } from "../connection/session-snapshot.ts";

/** What a mailbox needs to come back. */
export interface KeptMailbox {
  readonly password: string;
  readonly snapshot: SessionSnapshot;
}

/** 100,000 marks at 110 octets each, and as many again: more was not written here. */
const MAX_SNAPSHOT_OCTETS = 32 * 1024 * 1024;

const MessageFacts = z.object({
  uid: z.string(),
  octets: z.nullable(z.number()),
  sharedBy: z.nullable(z.number()),
});
const Snapshot = z.object({
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
 * The password's length in two octets, the password, then the snapshot, compressed: unique-ids of one
 * server are much alike. The password is left out of that, since what is compressed together with
 * a stranger's text shows in its length.
 */
export function writeKeptMailbox({ password, snapshot }: KeptMailbox): Buffer {
  const secret = Buffer.from(password);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(secret.length);
  return Buffer.concat([length, secret, deflateRawSync(JSON.stringify(snapshot))]);
}

/** @throws Error for what was not written by `writeKeptMailbox` */
export function readKeptMailbox(octets: Buffer): KeptMailbox {
  const end = 2 + octets.readUInt16BE(0);
  const json = inflateRawSync(octets.subarray(end), { maxOutputLength: MAX_SNAPSHOT_OCTETS });
  const snapshot = Snapshot.parse(JSON.parse(json.toString()));
  const { preset, ...account } = snapshot.account;
  const { pending, ...rest } = snapshot;
  return {
    password: octets.toString("utf8", 2, end),
    snapshot: {
      ...rest,
      account: preset === undefined ? account : { ...account, preset },
      ...(pending === undefined ? {} : { pending }),
    },
  };
}

/** The same without its marks: too many to be kept. Nothing is lost but the wish to delete them. */
export function withoutMarks({ password, snapshot }: KeptMailbox): KeptMailbox {
  return { password, snapshot: { account: snapshot.account, marks: [], revision: snapshot.revision } };
}
