/** Extended response codes (RFC 2449 §8, RFC 3206): what stands in brackets after +OK or -ERR. */
const RESPONSE_CODES: Readonly<Record<string, { readonly source: string; readonly explanation: string }>> = {
  "IN-USE": {
    source: "RFC 2449 §8.1.2",
    explanation: "Another session holds the maildrop's lock. The password was right.",
  },
  "LOGIN-DELAY": {
    source: "RFC 2449 §8.1.1",
    explanation: "The last login was too short a time ago. Wait before the next.",
  },
  "SYS/TEMP": {
    source: "RFC 3206 §4",
    explanation: "The server has a passing trouble that is not the user's. Try again later.",
  },
  "SYS/PERM": {
    source: "RFC 3206 §4",
    explanation: "The server has a trouble that somebody must mend. Trying again does not help.",
  },
  AUTH: {
    source: "RFC 3206 §5",
    explanation: "The credentials are wrong. The user should be asked again.",
  },
  UTF8: {
    source: "RFC 6856 §5",
    explanation: "The message needs UTF8 mode, which this session does not use.",
  },
};

/**
 * Reads the response code at the start of a status line's text, upper-cased; undefined if none.
 * Unknown codes are returned too: RFC 2449 §8 asks clients to ignore, not to choke on them.
 */
export function responseCodeOf(text: string): string | undefined {
  const match = /^\[([^\]\s]{1,64})\]/.exec(text);
  return match?.[1]?.toUpperCase();
}

/** What a response code means and where it is defined; undefined for one that no RFC here knows. */
export function responseCodeFacts(code: string): { source: string; explanation: string } | undefined {
  return Object.hasOwn(RESPONSE_CODES, code) ? RESPONSE_CODES[code] : undefined;
}
