import type { CheckName } from "@popgate/shared/api/check-up";
import type { Capabilities } from "../../client/capabilities.ts";
import type { Judgement } from "./judgement.ts";

/** What the server only announces: nothing of it is tried. */
export function announcedFacts(capabilities: Capabilities) {
  const { loginDelayMs, expireDays } = capabilities;
  const hasResponseCodes = capabilities.has("RESP-CODES");
  return {
    "login-delay": {
      verdict: loginDelayMs === undefined ? "good" : "note",
      facts: {
        announced: capabilities.has("LOGIN-DELAY"),
        seconds: loginDelayMs === undefined ? undefined : loginDelayMs / 1000,
      },
    },
    expire: {
      verdict: expireDays === 0 ? "warning" : "good",
      facts: {
        announced: capabilities.has("EXPIRE"),
        never: expireDays === Number.POSITIVE_INFINITY ? true : undefined,
        days: expireDays === Number.POSITIVE_INFINITY ? undefined : expireDays,
      },
    },
    implementation: {
      verdict: "note",
      facts: {
        announced: capabilities.has("IMPLEMENTATION"),
        words: capabilities.has("IMPLEMENTATION") ? capabilities.args("IMPLEMENTATION").join(" ") : undefined,
      },
    },
    utf8: {
      verdict: capabilities.has("UTF8") ? "good" : "note",
      facts: {
        announced: capabilities.has("UTF8"),
        inLogin: capabilities.args("UTF8").some((word) => word.toUpperCase() === "USER"),
      },
    },
    "response-codes": {
      verdict: hasResponseCodes ? "good" : "note",
      facts: { announced: hasResponseCodes, tellsWrongPasswords: capabilities.has("AUTH-RESP-CODE") },
    },
  } satisfies Partial<Record<CheckName, Judgement>>;
}
