import type { Outcome } from "../session/command-handler.ts";
import { err, ok } from "../session/reply.ts";
import type { AuthorizationState } from "../session/session-state.ts";

/** RFC 6856 §2: from now on user names, passwords and headers may be UTF-8. */
export function utf8(state: AuthorizationState): Outcome {
  return { reply: ok("UTF8 enabled"), next: { ...state, isUtf8: true, login: { kind: "none" } } };
}

/** RFC 6856 §3: our texts are English; `*` asks for the server's own choice. */
export function lang(_state: unknown, [tag]: readonly string[]): Outcome {
  if (tag === undefined) {
    return { reply: { kind: "listing", text: "language listing follows", lines: ["en English"] } };
  }
  const wanted = tag.toLowerCase();
  if (wanted === "*" || wanted === "en" || wanted === "i-default")
    return { reply: ok("en Texts are in English") };
  return { reply: err(`no texts in ${/^[a-z0-9-]{1,35}$/.test(wanted) ? wanted : "that language"}`) };
}
