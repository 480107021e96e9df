import { idByHeader, idByPlace, idOfTwin, nameOf } from "./made-up-id.ts";
import { Maildrop, type MaildropMessage } from "./maildrop.ts";

interface ListedMessage {
  readonly number: number;
  readonly octets: number | null;
}

interface IdentifiedMessage {
  readonly number: number;
  readonly uniqueId: string;
}

/**
 * Merges LIST and UIDL by message number. Twins get their place among themselves, messages without
 * an id their number and size; neither is a name that a server could give. A number that LIST tells twice is one
 * message, and one that UIDL gives two ids has none.
 */
export function identify(list: readonly ListedMessage[], uidl: readonly IdentifiedMessage[]): Maildrop {
  const ids = new Map<number, string>();
  for (const { number, uniqueId } of uidl) {
    const id = nameOf(uniqueId);
    ids.set(number, ids.has(number) && ids.get(number) !== id ? "" : id);
  }
  return named(onceEach(list), ids);
}

/**
 * For servers without UIDL: an id from the header itself, where it could be read. Equal headers and
 * sizes are twins; a message whose header is unknown has only its place.
 *
 * @param headerHashOf a digest of a message's header without blanks, by message number
 */
export function identifyByHeader(
  list: readonly ListedMessage[],
  headerHashOf: ReadonlyMap<number, string>,
): Maildrop {
  const ids = new Map<number, string>();
  for (const { number, octets } of list) {
    const hash = headerHashOf.get(number);
    if (hash !== undefined) ids.set(number, idByHeader(hash, octets));
  }
  return new Maildrop(named(onceEach(list), ids).messages, true);
}

function onceEach(list: readonly ListedMessage[]): readonly ListedMessage[] {
  const byNumber = new Map(list.map((message) => [message.number, message]));
  return byNumber.size === list.length ? list : [...byNumber.values()];
}

function named(list: readonly ListedMessage[], idOf: ReadonlyMap<number, string>): Maildrop {
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
      return { uid: idByPlace(number, octets), number, octets, sharedBy: Number.POSITIVE_INFINITY };
    }
    const sharedBy = bearers.get(id) ?? 1;
    if (sharedBy > 1) hasWeakIds = true;
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    return { uid: idOfTwin(id, nth), number, octets, sharedBy };
  });
  return new Maildrop(sorted(messages), hasWeakIds);
}

function sorted(messages: MaildropMessage[]): MaildropMessage[] {
  return messages.sort((left, right) => left.number - right.number);
}
