import { UnsendableError } from "./mechanism.ts";

/**
 * The password field as a bearer token (RFC 6750 §2.1). The fields of the OAuth mechanisms end with
 * 0x01: a token that holds one would add a field of its own.
 *
 * @throws UnsendableError without the token in it
 */
export function bearerToken(secret: string): string {
  const token = secret.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UnsendableError("this is no access token");
  return token;
}
