import { randomBytes } from "node:crypto";
import { MAX_LEASE_TEXT_CHARACTERS } from "./lease-store.ts";
import { StoreError } from "./store-error.ts";

/** Nobody guesses another one's token, and no two are alike. */
const TOKEN_OCTETS = 16;

/** A token that tells its holder, so that a lease that the store lost can be made again from it. */
export function makeLeaseToken(holder: string): string {
  return `${randomBytes(TOKEN_OCTETS).toString("base64url")}.${requireLeaseText(holder)}`;
}

export function holderOf(token: string): string {
  return token.slice(token.indexOf(".") + 1);
}

/** @throws StoreError `limit` */
export function requireLeaseText(text: string): string {
  if (text.length > MAX_LEASE_TEXT_CHARACTERS) throw new StoreError("limit", "too long for a lease");
  return text;
}
