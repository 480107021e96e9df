import { createHash } from "node:crypto";

/**
 * Names that the server did not give. Its unique-ids hold no blank (RFC 1939 §7: 0x21 to 0x7E), so what
 * begins with one is ours, whatever a server sends; a blank further on divides a name from a twin's place.
 */
const BY_HEADER = " ~";
const BY_PLACE = " #";
const ESCAPED = " =";
const HASHED = " +";

/** RFC 1939 §7 allows 70; what is much longer would not fit into the address of its message. */
const MAX_NAME_OCTETS = 200;

/** URLs resolve these away, escaped or not, so a message of such a name could not be asked for. */
const DOT_SEGMENT = /^\.{1,2}$/;

/** Of a message without a unique-id, by what its header says. */
export function idByHeader(headerHash: string, octets: number | null): string {
  return `${BY_HEADER}${headerHash}.${octets ?? 0}`;
}

/** Of a message of which nothing is known but its number and size; another reading may give it to another. */
export function idByPlace(number: number, octets: number | null): string {
  return `${BY_PLACE}${number}.${octets ?? 0}`;
}

/** A server's unique-id as a message's name: without blanks, which it should not hold, and not too long. */
export function nameOf(uniqueId: string): string {
  const name = uniqueId.includes(" ") ? `${ESCAPED}${encodeURIComponent(uniqueId)}` : uniqueId;
  // A character of UTF-8 has three octets at most where JavaScript counts one.
  if (name.length * 3 <= MAX_NAME_OCTETS || Buffer.byteLength(name) <= MAX_NAME_OCTETS) return name;
  return `${HASHED}${createHash("sha256").update(uniqueId).digest("base64url")}`;
}

/** The name of the nth bearer of an id. */
export function idOfTwin(id: string, nth: number): string {
  return nth === 1 && !DOT_SEGMENT.test(id) ? id : `${id} ${nth}`;
}

/** What twins have in common: the name without a twin's place. */
export function baseId(uid: string): string {
  const end = uid.indexOf(" ", 1);
  return end < 0 ? uid : uid.slice(0, end);
}

/** The server's unique-id in a name, as `nameOf` writes it; undefined where it gave none. */
export function idAsGiven(uid: string): string | undefined {
  return isMadeUp(uid) ? undefined : baseId(uid);
}

/** Whether the name was made here, from the header or the place: the server gave none. */
export function isMadeUp(uid: string): boolean {
  return uid.startsWith(BY_HEADER) || isByPlace(uid);
}

/** Whether the name is a place only. */
export function isByPlace(uid: string): boolean {
  return uid.startsWith(BY_PLACE);
}
