import { createHash } from "node:crypto";
import { decodeText } from "../../pop3/wire/status-line.ts";
import { isSameSecret } from "../sasl/same-secret.ts";
import type { CommandContext, Outcome } from "../session/command-handler.ts";
import type { AuthorizationState } from "../session/session-state.ts";
import { enterTransaction, refuseLogin } from "./enter-transaction.ts";

/** RFC 1939 §7: the digest is valid for this greeting's timestamp alone. */
export function apop(
  state: AuthorizationState,
  [name = "", digest = ""]: readonly string[],
  context: CommandContext,
): Outcome {
  const user = decodeText(Buffer.from(name, "latin1"));
  const password = context.service.store.passwordOf(user);
  const expected = createHash("md5")
    .update(context.timestamp, "ascii")
    .update(password ?? "", "utf8")
    .digest("hex");
  const isRight = isSameSecret(Buffer.from(digest, "latin1"), Buffer.from(expected, "ascii"));
  if (password === undefined || !isRight) return refuseLogin(state);
  return enterTransaction(user, state, context);
}
