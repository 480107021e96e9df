import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { err, ok } from "../session/reply.ts";
import { NEW_SESSION, type AuthorizationState } from "../session/session-state.ts";
import { offersStls } from "./capa.ts";

/** RFC 2595 §4. The session begins anew: what was said before TLS may have been said by anybody. */
export function stls(state: AuthorizationState, _args: readonly string[], context: CommandContext): Outcome {
  if (context.isSecure) return { reply: err("TLS is active") };
  if (!offersStls(context)) return { reply: err("TLS is not available") };
  // RFC 6856 §2.1 lets the server refuse this order.
  if (state.isUtf8) return { reply: err("STLS must come before UTF8") };
  return { reply: ok("begin TLS negotiation"), next: NEW_SESSION, after: "startTls" };
}
