import type { SaslAccounts, SaslMechanism, SaslStep } from "./mechanism.ts";
import { isSameSecret } from "./same-secret.ts";

/** RFC 4616: `authorization NUL user NUL password`, in one response. */
export const plain: SaslMechanism = {
  name: "PLAIN",
  isPlaintext: true,
  isClientFirst: true,
  begin: (accounts) => ({
    challenge: Buffer.alloc(0),
    exchange: { respond: (response) => verify(response, accounts) },
  }),
};

function verify(response: Buffer, accounts: SaslAccounts): SaslStep {
  const first = response.indexOf(0);
  const second = response.indexOf(0, first + 1);
  if (first === -1 || second === -1 || response.indexOf(0, second + 1) !== -1) return { kind: "malformed" };
  const authorization = response.toString("utf8", 0, first);
  const user = response.toString("utf8", first + 1, second);
  // Nobody may read another's maildrop with an own password.
  if (authorization !== "" && authorization !== user) return { kind: "refused" };
  const password = accounts.passwordOf(user);
  const isRight = isSameSecret(response.subarray(second + 1), Buffer.from(password ?? "", "utf8"));
  return password !== undefined && isRight ? { kind: "authenticated", user } : { kind: "refused" };
}
