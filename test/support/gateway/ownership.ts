import { randomBytes } from "node:crypto";
import type { SessionManagerOptions } from "@popgate/server/sessions/ownership/session-manager";
import { KeyedHash } from "@popgate/server/store/keyed-hash";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";

/** What a manager needs beside its limits, for a gateway that keeps nothing and stands alone. */
export function forOneProcess(): Pick<
  SessionManagerOptions,
  "records" | "leases" | "maildropOwners" | "maildropKey" | "accountNow" | "onError"
> {
  const names = new KeyedHash(randomBytes(32));
  const { leases, maildropOwners } = new MemoryStore();
  return {
    leases,
    maildropOwners,
    records: {
      keep: async () => "",
      append: async () => {},
      restore: async () => [],
      claim: async () => undefined,
      hasAny: async () => false,
      forget: async () => {},
      secretOf: (_ownerId, password) => () => password,
    },
    maildropKey: ({ user, server }) => names.account({ user, ...server }),
    accountNow: (account) => account,
    onError: (message, error) => {
      throw new Error(message, { cause: error });
    },
  };
}
