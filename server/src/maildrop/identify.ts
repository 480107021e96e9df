import { Maildrop, type MaildropMessage } from "./maildrop.ts";

interface ListedMessage {
  readonly number: number;
  readonly octets: number | null;
}

interface IdentifiedMessage {
  readonly number: number;
  readonly uniqueId: string;
}

/** URLs resolve these away, escaped or not, so a message of such a name could not be asked for. */
const DOT_SEGMENT = /^\.{1,2}$/;

/**
 * Merges LIST and UIDL by message number. A unique-id is printable ASCII without blanks (RFC 1939 §7),
 * so whatever holds a blank is ours and collides with none of the server's: twins get their place
 * among themselves, messages without an id their number and size.
 */
export function identify(list: readonly ListedMessage[], uidl: readonly IdentifiedMessage[]): Maildrop {
  const idOf = new Map(uidl.map(({ number, uniqueId }) => [number, uniqueId]));
  const bearers = new Map<string, number>();
  for (const { number } of list) {
    const id = idOf.get(number) ?? "";
    bearers.set(id, (bearers.get(id) ?? 0) + 1);
  }
  const seen = new Map<string, number>();
  let hasWeakIds = false;
  const messages = list.map(({ number, octets }): MaildropMessage => {
    const id = idOf.get(number) ?? "";
    if (id === "") {
      hasWeakIds = true;
      return { uid: positionalId(number, octets), number, octets, sharedBy: Number.POSITIVE_INFINITY };
    }
    const sharedBy = bearers.get(id) ?? 1;
    if (sharedBy > 1) hasWeakIds = true;
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    const isPlain = nth === 1 && !DOT_SEGMENT.test(id);
    return { uid: isPlain ? id : `${id} ${nth}`, number, octets, sharedBy };
  });
  return new Maildrop(sorted(messages), hasWeakIds);
}

/**
 * For servers without UIDL: an id from the header itself, where it could be read. Equal headers and
 * sizes are twins; a message whose header is unknown has only its place.
 *
 * @param headerHashOf a digest of a message's header, by message number
 */
export function identifyByHeader(
  list: readonly ListedMessage[],
  headerHashOf: ReadonlyMap<number, string>,
): Maildrop {
  const ids = list.flatMap(({ number, octets }) => {
    const hash = headerHashOf.get(number);
    return hash === undefined ? [] : [{ number, uniqueId: `~${hash}.${octets ?? 0}` }];
  });
  return new Maildrop(identify(list, ids).messages, true);
}

function positionalId(number: number, octets: number | null): string {
  return `~ ${number}.${octets ?? 0}`;
}

function sorted(messages: MaildropMessage[]): MaildropMessage[] {
  return messages.sort((left, right) => left.number - right.number);
}
