const KEY = "popgate-picture-senders";
/** So many a person may trust; the oldest goes. An address has 254 octets at most (RFC 5321 §4.5.3.1.3). */
const MAX_SENDERS = 500;
const MAX_ADDRESS = 254;

/** Where the list is kept: the browser's own storage, or a test's. */
export type SenderStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Senders whose pictures are always loaded, the newest last. What cannot be read is none. */
export function consentedSenders(storage: SenderStorage): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === "string") : [];
  } catch {
    // No storage, or somebody else's words in it: then nobody has consented.
    return [];
  }
}

/** Adds a sender. @returns the list as it is now; unchanged where the browser keeps nothing */
export function consentTo(storage: SenderStorage, address: string): readonly string[] {
  const sender = address.toLowerCase();
  if (sender === "" || sender.length > MAX_ADDRESS) return consentedSenders(storage);
  const others = consentedSenders(storage).filter((each) => each !== sender);
  return keep(storage, [...others, sender].slice(-MAX_SENDERS));
}

/** Takes one sender off the list, or all of them. */
export function withdrawConsent(storage: SenderStorage, address?: string): readonly string[] {
  const left = consentedSenders(storage).filter(
    (each) => address !== undefined && each !== address.toLowerCase(),
  );
  return keep(storage, left);
}

function keep(storage: SenderStorage, senders: readonly string[]): readonly string[] {
  try {
    if (senders.length === 0) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify(senders));
  } catch {
    // A browser that keeps nothing, or has no room, asks each time.
  }
  return consentedSenders(storage);
}
