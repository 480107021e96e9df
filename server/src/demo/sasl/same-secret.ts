import { createHash, timingSafeEqual } from "node:crypto";

/** Compares in constant time, also where the lengths differ: how long it took tells nothing. */
export function isSameSecret(given: Buffer, expected: Buffer): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(octets: Buffer): Buffer {
  return createHash("sha256").update(octets).digest();
}
