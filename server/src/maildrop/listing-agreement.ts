/** What STAT, LIST and UIDL told of one maildrop; by message number. */
interface Listings {
  /** The count of STAT. */
  readonly messages: number;
  readonly list: readonly { readonly number: number }[];
  /** Undefined where the server has no UIDL. */
  readonly uidl: readonly { readonly number: number }[] | undefined;
}

/** Whether all three tell of the same messages, each once. Mail that arrives between them makes them differ. */
export function doListingsAgree(listings: Listings): boolean {
  const { messages, list, uidl } = listings;
  if (list.length !== messages || (uidl !== undefined && uidl.length !== messages)) return false;
  return isInStep(listings) || isSameSet(list, uidl ?? list);
}

/** The usual case, which costs no sets of 100,000 numbers at each sign-in. */
function isInStep({ list, uidl = list }: Listings): boolean {
  return list.every(({ number }, index) => {
    return number > (list[index - 1]?.number ?? 0) && uidl[index]?.number === number;
  });
}

function isSameSet(list: Listings["list"], uidl: Listings["list"]): boolean {
  const [listed, identified] = [numbersOf(list), numbersOf(uidl)];
  return (
    listed.size === list.length &&
    identified.size === list.length &&
    uidl.every(({ number }) => listed.has(number))
  );
}

/** How many messages STAT or UIDL tell of that LIST does not show: nothing can be done with them. */
export function unlistedMessages(listings: Listings): number {
  if (doListingsAgree(listings)) return 0;
  const { messages, list, uidl = [] } = listings;
  const listed = numbersOf(list);
  const identified = [...numbersOf(uidl)].filter((number) => !listed.has(number)).length;
  return Math.max(messages - listed.size, identified, 0);
}

function numbersOf(lines: readonly { readonly number: number }[]): ReadonlySet<number> {
  return new Set(lines.map(({ number }) => number));
}
