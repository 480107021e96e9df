/** A console line that begins so says which mail ran a script. */
export const RAN = "ran-";

/** Every name under it leads to the listener. */
const AWAY = "away.example";
/** Resolved by nobody (RFC 6761 §6.4), so that the question itself is seen. */
const NAME_ONLY = "name-only.invalid";

/** What one mail does if it gets through, told apart from what all others do. */
export interface Canary {
  readonly id: string;
  /** A statement without blanks, double quotes or backticks: it fits anywhere. */
  readonly run: string;
  readonly host: string;
  readonly nameOnly: string;
}

export function canaryOf(id: string): Canary {
  return { id, run: `console.log('${RAN}${id}')`, host: `${id}.${AWAY}`, nameOnly: `${id}.${NAME_ONLY}` };
}

/** The id in a console line, a dialog, or a posted message. */
export function ranBy(text: string): string | undefined {
  return text.startsWith(RAN) ? text.slice(RAN.length) : undefined;
}

/** The id of who called this host, or a name under it. */
export function calledBy(host: string): string | undefined {
  const away = [AWAY, NAME_ONLY].find((each) => host.endsWith(`.${each}`));
  return away === undefined
    ? undefined
    : host
        .slice(0, -away.length - 1)
        .split(".")
        .at(-1);
}

/**
 * Puts a canary into a vector: RUN is a statement, SONG what it says, HTTP and HTTPS are origins, HOST is their host, NAME a
 * host that is only looked up.
 */
export function armed(vector: string, canary: Canary): string {
  return vector.replace(/\b(RUN|SONG|HTTPS|HTTP|HOST|NAME)\b/g, (word) => wordsOf(canary)[word] ?? word);
}

function wordsOf({ id, run, host, nameOnly }: Canary): Readonly<Record<string, string>> {
  return {
    RUN: run,
    SONG: `${RAN}${id}`,
    HTTPS: `https://${host}`,
    HTTP: `http://${host}`,
    HOST: host,
    NAME: nameOnly,
  };
}
