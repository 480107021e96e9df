import { createHmac } from "node:crypto";
import type { SaslAccounts, SaslMechanism, SaslStep } from "./mechanism.ts";
import { isSameSecret } from "./same-secret.ts";

/** RFC 2195: the client keys an MD5 HMAC of our challenge with the password. */
export const cramMd5: SaslMechanism = {
  name: "CRAM-MD5",
  isPlaintext: false,
  isClientFirst: false,
  begin(accounts) {
    const challenge = Buffer.from(`<${accounts.newId()}.${accounts.clock()}@${accounts.hostName}>`, "ascii");
    return { challenge, exchange: { respond: (response) => verify(response, challenge, accounts) } };
  },
};

function verify(response: Buffer, challenge: Buffer, accounts: SaslAccounts): SaslStep {
  // The user's name may hold blanks: the digest is what follows the last.
  const blank = response.lastIndexOf(0x20);
  if (blank <= 0) return { kind: "malformed" };
  const user = response.toString("utf8", 0, blank);
  const password = accounts.passwordOf(user);
  const expected = createHmac("md5", password ?? "")
    .update(challenge)
    .digest("hex");
  const isRight = isSameSecret(response.subarray(blank + 1), Buffer.from(expected, "ascii"));
  return password !== undefined && isRight ? { kind: "authenticated", user } : { kind: "refused" };
}
