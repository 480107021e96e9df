import * as z from "zod/mini";

/** Who has a lease, as every gateway that shares the store may read it. Names, and nothing that proves any. */
const LeaseHolder = z.object({
  gateway: z.string(),
  owner: z.string(),
});
export type LeaseHolder = z.infer<typeof LeaseHolder>;

/** What a gateway asks of whoever has a lease. */
const LeaseRequest = z.discriminatedUnion("kind", [
  /** Another browser session has proved the password: let the mailbox go. */
  z.object({ kind: z.literal("take-over") }),
  /** The same browser session is at another gateway now: it goes on there, from what is kept. */
  z.object({ kind: z.literal("move"), owner: z.string(), to: z.string() }),
]);
export type LeaseRequest = z.infer<typeof LeaseRequest>;

export function writeLeaseMessage(words: LeaseHolder | LeaseRequest): string {
  return JSON.stringify(words);
}

/** @returns undefined for what no gateway of this version wrote */
export function readLeaseHolder(text: string): LeaseHolder | undefined {
  return read(LeaseHolder, text);
}

export function readLeaseRequest(text: string): LeaseRequest | undefined {
  return read(LeaseRequest, text);
}

function read<Words>(schema: z.ZodMiniType<Words>, text: string): Words | undefined {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    // Another version's words, or none: the same to us.
    return undefined;
  }
}
