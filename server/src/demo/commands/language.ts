import { languageLines, languageOf, LANGUAGES } from "../language/languages.ts";
import type { Outcome } from "../session/command-handler.ts";
import { err, ok } from "../session/reply.ts";
import type { AuthorizationState } from "../session/session-state.ts";

/** RFC 6856 §2: from now on user names, passwords and headers may be UTF-8. */
export function utf8(state: AuthorizationState): Outcome {
  return { reply: ok("UTF8 enabled"), next: { ...state, isUtf8: true, login: { kind: "none" } } };
}

/** RFC 6856 §3: without a language the list of them; one that we do not have changes nothing. */
export function lang(_state: unknown, [range]: readonly string[]): Outcome {
  if (range === undefined) {
    return { reply: { kind: "listing", text: "language listing follows", lines: languageLines() } };
  }
  const language = languageOf(range);
  if (language !== undefined) {
    return { reply: ok(`${language} ${LANGUAGES[language].chosen}`), language };
  }
  return {
    reply: err(`no texts in ${/^[a-z0-9-]{1,35}$/i.test(range) ? range.toLowerCase() : "that language"}`),
  };
}
