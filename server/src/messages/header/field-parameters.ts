import { decodeText } from "../charset/decode-text.ts";

/** A field such as Content-Type: a value, then parameters. */
export interface ParameterField {
  readonly value: string;
  /** By lower-case name; the first of two counts, as in other readers: a second one may deceive. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Honest fields have five; each continuation of RFC 2231 counts. */
const MAX_PARAMETERS = 100;
/** One parameter: a name, then a quoted string or whatever stands before the next semicolon. */
const PARAMETER = /\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\[^])*)"?[^;]*|([^;]*))(?:;|$)|[^;]*(?:;|$)/y;
/** RFC 2231 §3 and §4: "name", "name*", "name*0", "name*0*". */
const SECTION = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/;

interface Section {
  readonly number: number;
  readonly isEncoded: boolean;
  readonly value: string;
}

/**
 * Reads the value and parameters of a structured field (RFC 2045 §5.1), pieces and charsets of RFC 2231
 * included. Reads whatever is written, as far as it goes; encoded words are left as they are.
 */
export function readParameters(field: string): ParameterField {
  const text = field.includes("(") ? withoutComments(field) : field;
  const semicolon = text.indexOf(";");
  const value = (semicolon === -1 ? text : text.slice(0, semicolon)).trim();
  const sections = new Map<string, Section[]>();
  if (semicolon !== -1) {
    for (const [name, written] of pairs(text, semicolon + 1)) {
      const [, base = "", number, star] = SECTION.exec(name) ?? [];
      if (base === "") continue;
      const section = { number: Number(number ?? 0), isEncoded: star !== undefined, value: written };
      const others = sections.get(base) ?? [];
      if (!others.some((other) => other.number === section.number)) others.push(section);
      sections.set(base, others);
    }
  }
  // A map of the sender's names: none of them may be one that objects have.
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, all] of sections) parameters[name] = joined(all);
  return { value, parameters };
}

function* pairs(text: string, from: number): Generator<[name: string, value: string]> {
  PARAMETER.lastIndex = from;
  for (let count = 0; count < MAX_PARAMETERS && PARAMETER.lastIndex < text.length; count += 1) {
    const match = PARAMETER.exec(text);
    if (match === null) return;
    const at = PARAMETER.lastIndex;
    const [, name, quoted, bare = ""] = match;
    if (name !== undefined) yield [name.toLowerCase(), quoted?.replace(/\\([^])/g, "$1") ?? bare.trim()];
    PARAMETER.lastIndex = at;
  }
}

function joined(sections: readonly Section[]): string {
  const ordered = sections.toSorted((one, other) => one.number - other.number);
  const first = ordered[0];
  if (first === undefined) return "";
  if (!ordered.some(({ isEncoded }) => isEncoded)) return ordered.map(({ value }) => value).join("");
  const [, charset = "", rest = first.value] = first.isEncoded
    ? (/^([\w.:+-]{0,60})'[\w-]*'(.*)$/s.exec(first.value) ?? [])
    : [];
  const octets = ordered.map(({ isEncoded, value }, at) => {
    const written = at === 0 ? rest : value;
    return isEncoded ? percentDecoded(written) : Buffer.from(written);
  });
  return decodeText(Buffer.concat(octets), charset).text;
}

function percentDecoded(value: string): Buffer {
  const parts = value.split(/((?:%[0-9a-f]{2})+)/i);
  return Buffer.concat(
    parts.map((part, at) =>
      at % 2 === 1 ? Buffer.from(part.replaceAll("%", ""), "hex") : Buffer.from(part),
    ),
  );
}

/** Outside of quotes: "(like this)" says nothing to a program. */
function withoutComments(text: string): string {
  let kept = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    const isEscape = character === "\\" && (isQuoted || depth > 0);
    if (depth === 0 && character === '"') isQuoted = !isQuoted;
    if (!isQuoted && character === "(") depth += 1;
    if (depth === 0) kept += isEscape ? text.slice(at, at + 2) : character;
    if (!isQuoted && character === ")" && depth > 0) depth -= 1;
    if (isEscape) at += 1;
  }
  return depth > 0 ? text : kept;
}
