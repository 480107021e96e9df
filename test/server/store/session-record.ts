import { randomBytes, randomUUID } from "node:crypto";
import type { BrowserSessionRecord } from "@popgate/server/store/browser-session-store";

/** As long as no test lasts. */
const HOUR_MS = 3_600_000;

/** A browser session as it is stored; each with a secret of its own. */
export function sessionRecord(
  id: string = randomUUID(),
  expiresAt = Date.now() + HOUR_MS,
): BrowserSessionRecord {
  return { id, secretHash: randomBytes(32), sealedKey: randomBytes(60), expiresAt, endsAt: expiresAt };
}
